"""The area under the ROC curve with DeLong's standard error, in O(n log n).

Sources
-------
DeLong, DeLong & Clarke-Pearson, Biometrics 44 (1988) 837-845 (the covariance of AUCs by structural components);
Sun & Xu, IEEE Signal Processing Letters 21 (2014) 1389-1393 (the components from mid-ranks);
Obuchowski, Biometrics 53 (1997) 567-578 (the covariance where patients have several rows).
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..texts import sentence as _
from .newcombe import newcombe_interval

NO_ERROR = 1e-9
"""A standard error of rounding only."""


@dataclass(frozen=True, slots=True)
class AucInterval:
    """An AUC with its DeLong standard error and confidence interval (see :func:`auc_interval`).

    ``standard_error`` is 0 where the classes are separated perfectly, and where every patient has the same score.
    """

    auc: float
    standard_error: float
    low: float
    high: float


def auc_interval(
    positive: NDArray[np.bool_],
    score: NDArray[np.float64],
    level: float = 0.95,
    groups: NDArray[np.int64] | None = None,
) -> AucInterval:
    """AUC with the interval ``AUC +- z * SE``, cut to [0, 1]; where SE is 0 :func:`.newcombe_interval`.

    Parameters
    ----------
    positive : ndarray of bool, shape (patients,)
    score : ndarray, shape (patients,)
        Finite; higher means more likely positive.
    level : float
        Confidence level, two-sided.
    groups : ndarray of int, shape (patients,), optional
        Rows with one value are one patient's.

    Raises
    ------
    InputError
        Fewer than two patients in a class.
    """
    from scipy.special import ndtri

    areas, covariance = areas_and_covariance(positive, score[np.newaxis], groups)
    area, standard_error = float(areas[0]), sqrt(max(float(covariance[0, 0]), 0.0))
    if standard_error <= NO_ERROR:
        # an interval that shrinks to a point would say that nothing is uncertain
        ends = newcombe_interval(area, *people_of_each(positive, groups), level=level)
        return AucInterval(area, standard_error, *ends)
    half_width = float(ndtri((1 + level) / 2)) * standard_error
    return AucInterval(area, standard_error, max(area - half_width, 0.0), min(area + half_width, 1.0))


def people_of_each(positive: NDArray[np.bool_], groups: NDArray[np.int64] | None = None) -> tuple[int, int]:
    """How many patients have a positive row, and how many a negative one."""
    people = np.arange(positive.size) if groups is None else groups
    return int(np.unique(people[positive]).size), int(np.unique(people[~positive]).size)


def require_two_of_each(positive: NDArray[np.bool_], source: str = "", groups: NDArray[np.int64] | None = None) -> None:
    """Refuse patients among whom DeLong's variance is not defined.

    Raises
    ------
    InputError
        Fewer than two patients in a class; `source` is the table they are from.
    """
    positives, negatives = people_of_each(positive, groups)
    if min(positives, negatives) < 2:
        raise InputError(
            (
                _(
                    "{source}: an AUC's interval needs two patients of each outcome, but here are {positives} with a "
                    "response and {negatives} without; add patients."
                )
                if source
                else _(
                    "An AUC's interval needs two patients of each outcome, but here are {positives} with a response "
                    "and {negatives} without; add patients."
                )
            ).format(source=source, positives=positives, negatives=negatives)
        )


def areas_and_covariance(
    positive: NDArray[np.bool_], scores: NDArray[np.float64], groups: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """AUC of each row of `scores` (scores, patients) and their covariance matrix.

    With `groups` the rows of one patient, who may have both outcomes, are taken together (Obuchowski 1997).

    Raises
    ------
    InputError
        Fewer than two patients in a class.
    """
    from scipy.stats import rankdata

    require_two_of_each(positive, groups=groups)
    positives, negatives = int(positive.sum()), int((~positive).sum())
    ranks = rankdata(scores, axis=1)
    within_positives = rankdata(scores[:, positive], axis=1)
    within_negatives = rankdata(scores[:, ~positive], axis=1)
    # Structural components: for each patient the share of the other class that is ranked on the right side.
    of_positives = (ranks[:, positive] - within_positives) / negatives
    of_negatives = 1 - (ranks[:, ~positive] - within_negatives) / positives
    if groups is not None:
        return of_positives.mean(axis=1), covariance_of_people(positive, of_positives, of_negatives, groups)
    covariance = np.cov(of_positives).reshape(len(scores), -1) / positives
    covariance = covariance + np.cov(of_negatives).reshape(len(scores), -1) / negatives
    return of_positives.mean(axis=1), covariance


def covariance_of_people(
    positive: NDArray[np.bool_],
    of_positives: NDArray[np.float64],
    of_negatives: NDArray[np.float64],
    groups: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Covariance of AUCs whose components have these sums over the rows of each patient (Obuchowski 1997).

    ``S10 / m + S01 / n + (S11 + S11') / (m n)``; components of shape (scores, rows), whose mean is the AUC.
    """
    names, member = np.unique(groups, return_inverse=True)
    sides = []
    for rows, components in ((positive, of_positives), (~positive, of_negatives)):
        centered = (components - components.mean(axis=1, keepdims=True)) / rows.sum()
        sides.append(np.stack([np.bincount(member[rows], each, names.size) for each in centered]))
    ours, theirs = sides
    many = [*people_of_each(positive, groups), names.size]
    of_ours, of_theirs, of_both = (count / (count - 1) for count in many)
    between = ours @ theirs.T
    covariance: NDArray[np.float64] = of_ours * ours @ ours.T + of_theirs * theirs @ theirs.T
    return covariance + of_both * (between + between.T)
