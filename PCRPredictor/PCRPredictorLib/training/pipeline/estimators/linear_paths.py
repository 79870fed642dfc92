"""Penalized logistic regressions along a path of penalties, from the strongest to the weakest.

The loss is ``mean log loss + lambda (a |b| + (1 - a) / 2 |b|^2)`` with an intercept that no penalty touches. Sources:
Friedman, Hastie & Tibshirani, J. Stat. Softw. 33 (2010) 1-22 (coordinate descent inside Newton steps, warm starts);
Hastie & Tibshirani, Biostatistics 5 (2004) 329-340 (a ridge in the space that the patients span).
"""

import warnings

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve
from scipy.special import expit

LASSO_STEPS = 0.75 ** np.arange(1, 19)
"""Penalties as shares of the weakest that leaves no feature; the last is 0.6 % of it."""
ELASTIC_STEPS = 0.7 ** np.arange(1, 13)
RIDGE_STEPS = 4.0 ** np.arange(0, -8, -1)
"""Penalties as multiples of the number of features, so that they mean the same for few and for many."""
REFIT_PENALTY = 1.0
"""Ridge penalty of a refit on chosen features, on the summed loss: weak, so that classes that separate perfectly still
have finite coefficients."""
_SMALLEST_WEIGHT = 1e-5
_EXPLAINED = 0.8
"""Share of the deviance from which on a path is not followed: what comes repeats the training patients by heart."""
_NEWTON_STEPS = 25
_SOLVED = 1e-3
"""Duality gap of one step, as a share of the variance."""
_SETTLED = 1e-2
"""Largest change of a coefficient per standard deviation at which Newton's steps end."""

Floats = NDArray[np.float64]


def elastic_net_path(
    values: Floats, outcome: NDArray[np.int64], l1_share: float, most: int | None = None
) -> list[Floats]:
    """Coefficients at each penalty of the path, each of shape (features,).

    Parameters
    ----------
    values : ndarray, shape (patients, features)
        Standardized.
    outcome : ndarray, shape (patients,)
        0 and 1, both present.
    l1_share : float
        a: 1 for the lasso.
    most : int, optional
        The path ends before the first penalty that leaves more features.
    """
    share = outcome.mean()
    strongest = float(np.abs(values.T @ (outcome - share)).max()) / (outcome.size * l1_share)
    start = -2 * (share * np.log(share) + (1 - share) * np.log1p(-share))
    steps = LASSO_STEPS if l1_share == 1 else ELASTIC_STEPS
    coefficients, intercept, path = np.zeros(values.shape[1]), float(np.log(share / (1 - share))), []
    before = 1.0
    for step in steps:
        penalty = strongest * step
        coefficients, intercept = _on_strong_features(
            values, outcome, penalty, l1_share, coefficients, intercept, strongest * before
        )
        if most is not None and np.count_nonzero(coefficients) > most:
            break
        path.append(coefficients)
        before = step
        if 2 * _loss(values @ coefficients + intercept, outcome) < (1 - _EXPLAINED) * start:
            break
    return path


def ridge_path(values: Floats, outcome: NDArray[np.int64]) -> list[Floats]:
    """As :func:`elastic_net_path` with a = 0, by Newton's method in the space that the patients span."""
    squares, directions = np.linalg.eigh(values @ values.T)
    kept = squares > 1e-12 * squares[-1]
    spread, left = np.sqrt(squares[kept]), directions[:, kept]
    scores, back, path = left * spread, (left / spread).T @ values, []
    beta, intercept = np.zeros(spread.size), 0.0
    for step in RIDGE_STEPS:
        beta, intercept = _ridge(scores, outcome, values.shape[1] * step * outcome.size, beta, intercept)
        path.append(beta @ back)
    return path


def refit(values: Floats, outcome: NDArray[np.int64]) -> Floats:
    """Coefficients of a logistic regression with a weak ridge."""
    return _ridge(values, outcome, REFIT_PENALTY, np.zeros(values.shape[1]), 0.0)[0]


def _on_strong_features(
    values: Floats,
    outcome: NDArray[np.int64],
    penalty: float,
    l1_share: float,
    beta: Floats,
    intercept: float,
    before: float,
) -> tuple[Floats, float]:
    """The solution at a penalty, sought among the features that the one before makes likely.

    Source: Tibshirani et al., J. R. Stat. Soc. B 74 (2012) 245-266 (the strong rule, and the check that makes it safe).
    """
    slopes = np.abs(values.T @ (outcome - expit(values @ beta + intercept))) / outcome.size
    strong = (slopes >= l1_share * (2 * penalty - before)) | (beta != 0)
    while True:
        found = np.zeros_like(beta)
        found[strong], level = _elastic_net(values[:, strong], outcome, penalty, l1_share, beta[strong], intercept)
        slopes = np.abs(values.T @ (outcome - expit(values @ found + level))) / outcome.size
        missed = (slopes > 1.01 * l1_share * penalty) & ~strong
        if not missed.any():
            return found, level
        strong |= missed


def _elastic_net(
    values: Floats, outcome: NDArray[np.int64], penalty: float, l1_share: float, beta: Floats, intercept: float
) -> tuple[Floats, float]:
    """Newton steps, each a weighted least-squares problem that coordinate descent solves."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import enet_path

    for _ in range(_NEWTON_STEPS):
        linear = values @ beta + intercept
        probability = expit(linear)
        weight = np.maximum(probability * (1 - probability), _SMALLEST_WEIGHT)
        target = linear + (outcome - probability) / weight
        center, level = np.average(values, axis=0, weights=weight), float(np.average(target, weights=weight))
        root = np.sqrt(weight)
        with warnings.catch_warnings():
            # A step that is not quite solved is taken up by the next.
            warnings.simplefilter("ignore", ConvergenceWarning)
            _, found, _ = enet_path(
                np.asfortranarray((values - center) * root[:, np.newaxis]),
                (target - level) * root,
                l1_ratio=l1_share,
                alphas=[penalty],
                coef_init=beta.copy(),  # it is written into
                precompute=False,
                check_input=False,
                tol=_SOLVED,
                max_iter=500,
            )
        new = np.ascontiguousarray(found[:, 0])
        moved = float(np.abs(new - beta).max())
        beta, intercept = new, level - float(center @ new)
        if moved < _SETTLED:
            break
    return beta, intercept


def _ridge(
    values: Floats, outcome: NDArray[np.int64], penalty: float, beta: Floats, intercept: float
) -> tuple[Floats, float]:
    """Minimum of ``summed log loss + penalty / 2 |beta|^2`` by Newton's method with halved steps."""
    design = np.column_stack([np.ones(outcome.size), values])
    lasting = np.full(design.shape[1], penalty)
    lasting[0] = 0.0
    theta = np.concatenate([[intercept], beta])
    objective = _penalized(design, outcome, lasting, theta)
    for _ in range(_NEWTON_STEPS):
        probability = expit(design @ theta)
        weight = np.maximum(probability * (1 - probability), _SMALLEST_WEIGHT)
        hessian = design.T @ (design * weight[:, np.newaxis])
        hessian[np.diag_indices_from(hessian)] += lasting
        step = solve(hessian, design.T @ (outcome - probability) - lasting * theta, assume_a="pos")
        for _ in range(30):
            tried = _penalized(design, outcome, lasting, theta + step)
            if tried <= objective:
                break
            step = step / 2
        theta, gain, objective = theta + step, objective - tried, tried
        if gain < 1e-9 * outcome.size:
            break
    return theta[1:], float(theta[0])


def _penalized(design: Floats, outcome: NDArray[np.int64], lasting: Floats, theta: Floats) -> float:
    return outcome.size * _loss(design @ theta, outcome) + float(lasting @ theta**2) / 2


def _loss(linear: Floats, outcome: NDArray[np.int64]) -> float:
    """Mean log loss."""
    return float(np.mean(np.logaddexp(0, linear) - outcome * linear))
