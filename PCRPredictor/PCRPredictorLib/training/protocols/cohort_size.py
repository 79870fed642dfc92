"""Whether a cohort is large enough for its features, said before anything is trained."""

from ..data.cohort import Cohort
from ..statistics.sample_size import DevelopmentSize, development_size

ANTICIPATED_C = 0.75
"""C statistic that is assumed before there is any result: a middling one for imaging models."""


def anticipated_size(cohort: Cohort) -> DevelopmentSize:
    """Patients needed for all features of the cohort at its share of responders, if the model reached `ANTICIPATED_C`.

    Raises
    ------
    InputError
        The cohort holds one class only.
    """
    return development_size(len(cohort.names), float(cohort.outcome.mean()), ANTICIPATED_C)


def size_in_words(cohort: Cohort) -> str:
    """The same as a sentence."""
    size = anticipated_size(cohort)
    enough = "enough" if cohort.people >= size.needed else "too few: expect overfitting, and believe the intervals"
    candidates = "1 candidate parameter" if size.parameters == 1 else f"{size.parameters:,} candidate parameters"
    who = "responders" if cohort.people == len(cohort) else "responding rows"
    return (
        f"Sample size (Riley's criteria): a model out of {candidates}, at {cohort.outcome.mean():.0%} {who} and an "
        f"assumed C statistic of {ANTICIPATED_C:g}, needs {size.needed:,} patients; here are {cohort.people:,}, which "
        f"is {enough}."
    )
