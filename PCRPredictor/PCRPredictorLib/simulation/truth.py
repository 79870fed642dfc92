"""What drives a simulated patient: the latent trait, the tissue it shapes and the outcome it decides."""

import functools
import math
from dataclasses import dataclass

import numpy as np

from ..errors import InputError

PREVALENCE = 0.25
LIPIODOL_SHARE = 0.08
DIAMETER_RANGE_MM = (26.0, 58.0)


@dataclass(frozen=True)
class SimulationTruth:
    """Everything that was decided before a voxel was drawn.

    Attributes
    ----------
    latent : float
        The hidden trait u of the tumor, standard normal in the population.
    effect : float
        Log odds ratio of pCR for one standard deviation of the latent trait.
    probability : float
        P(pCR | latent).
    outcome : int
        1 for pathological complete response, 0 for none.
    necrosis_share : float
        Share of the tumor voxels that are necrotic (in the arterial phase; the portal phase differs by interpolation).
    mosaic_hu : float
        Standard deviation, in HU, of the nodular pattern of the viable tumor in the arterial phase.
    diameter_mm : float
        Diameter of the sphere that has the volume of the undeformed tumor.
    lipiodol : bool
        Whether part of the tumor holds lipiodol.
    """

    latent: float
    effect: float
    probability: float
    outcome: int
    necrosis_share: float
    mosaic_hu: float
    diameter_mm: float
    lipiodol: bool


def require_effect(effect: float) -> None:
    """Raise InputError unless `effect` is a finite number of sensible size."""
    if not math.isfinite(effect) or abs(effect) > 20:
        raise InputError(f"The effect {effect} is not usable; give a finite log odds ratio from -20 to 20 (0: none).")


def logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value))


@functools.lru_cache
def intercept_for(effect: float, prevalence: float = PREVALENCE) -> float:
    """The intercept a with E[logistic(a + effect u)] = prevalence, u standard normal.

    The expectation is a sum over 2001 points of [-8, 8]; the root is found by bisection.
    """
    nodes = np.linspace(-8.0, 8.0, 2001)
    weights = np.exp(-0.5 * nodes**2)
    weights /= weights.sum()
    low, high = -10.0 - 8 * abs(effect), 10.0 + 8 * abs(effect)
    for _ in range(80):
        middle = (low + high) / 2
        mean = float(weights @ (1.0 / (1.0 + np.exp(-(middle + effect * nodes)))))
        low, high = (middle, high) if mean < prevalence else (low, middle)
    return (low + high) / 2


def draw_truth(
    generator: np.random.Generator, effect: float, outcome: int | None, lipiodol: bool | None
) -> SimulationTruth:
    """Draw the truth of one patient; with `outcome` given, from the distribution of patients with that outcome.

    See `simulate_patient` for the equations. Conditioning is by rejection, so the joint distribution
    of latent trait and outcome is the same whether outcomes are drawn or asked for.
    """
    intercept = intercept_for(effect)
    while True:
        latent = float(generator.standard_normal())
        probability = logistic(intercept + effect * latent)
        drawn = int(generator.random() < probability)
        if outcome is None or drawn == outcome:
            break
    jitter = generator.standard_normal(2)
    diameter = float(generator.uniform(*DIAMETER_RANGE_MM))
    draws_lipiodol = bool(generator.random() < LIPIODOL_SHARE)
    return SimulationTruth(
        latent=latent,
        effect=float(effect),
        probability=probability,
        outcome=drawn,
        necrosis_share=0.6 * logistic(-1.0 + 1.3 * (latent + 0.3 * float(jitter[0]))),
        mosaic_hu=5.0 + 9.0 * logistic(latent + 0.3 * float(jitter[1])),
        diameter_mm=diameter,
        lipiodol=draws_lipiodol if lipiodol is None else lipiodol,
    )
