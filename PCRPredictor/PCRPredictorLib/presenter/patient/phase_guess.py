"""Which series is the arterial and which the portal venous phase, where its description says so."""

from collections.abc import Mapping

from ...imaging.phase_guess import guess_phase
from .state import Phase


def guess_pair(descriptions: Mapping[str, str]) -> dict[Phase, str]:
    """Ids of the series that alone name a phase.

    Parameters
    ----------
    descriptions : mapping
        Series id to its description.

    Returns
    -------
    dict
        Phase to id. A phase that no series or several series name is absent: the user chooses.
    """
    named: dict[Phase, list[str]] = {"arterial": [], "portal": []}
    for series, description in descriptions.items():
        phase = guess_phase(description)
        if phase is not None:
            named[phase].append(series)
    return {phase: series[0] for phase, series in named.items() if len(series) == 1}
