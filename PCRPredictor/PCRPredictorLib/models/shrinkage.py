"""A covariance matrix that few patients can carry."""

import numpy as np
from numpy.typing import NDArray


def ledoit_wolf(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Covariance shrunk towards a multiple of the identity, and how far.

    With S the covariance (denominator n) of the n centered rows x_k, m = tr(S) / p, d2 = ||S - m I||^2 / p and
    b2 = min(d2, sum_k ||x_k x_k' - S||^2 / (n^2 p)), norms of Frobenius, the estimate is
    ``(1 - w) S + w m I`` with ``w = b2 / d2`` (Ledoit & Wolf, Journal of Multivariate Analysis 88 (2004) 365-411).

    Parameters
    ----------
    values : ndarray, shape (patients, features)

    Returns
    -------
    covariance : ndarray, shape (features, features)
    shrinkage : float
        The weight w, 0 to 1.
    """
    patients, features = values.shape
    centered = values - values.mean(axis=0)
    sample = centered.T @ centered / patients
    mean_variance = float(np.trace(sample)) / features
    target = mean_variance * np.eye(features)
    dispersion = float(np.sum((sample - target) ** 2)) / features
    # sum_k ||x_k x_k' - S||^2 = sum_k |x_k|^4 - n ||S||^2, since the x_k x_k' average to S.
    fourth = float(np.sum(np.sum(centered**2, axis=1) ** 2)) - patients * float(np.sum(sample**2))
    error = min(dispersion, fourth / (patients**2 * features))
    weight = error / dispersion if dispersion > 0 else 1.0
    return (1.0 - weight) * sample + weight * target, weight
