"""One simulated patient: two phases, the contours, and the truth behind them."""

from dataclasses import dataclass
from enum import IntEnum
from numbers import Integral

import numpy as np

from ..errors import InputError
from ..imaging.mask import Mask
from ..imaging.phase_image import Acquisition, PhaseImage
from . import scanner
from .anatomy import Organs, make_frame, make_organs
from .lesion import Lesion, grow_lesion
from .shapes import Grid
from .truth import SimulationTruth, draw_truth, require_effect

FIELD_OF_VIEW_MM = (320.0, 240.0, 110.0)
SPACING_MM = (2.0, 2.0, 5.0)


class Tissue(IntEnum):
    """Labels of the true tissue of a voxel."""

    OTHER = 0
    LIVER = 1
    PORTAL_VEIN = 2
    HEPATIC_VEIN = 3
    VIABLE_TUMOR = 4
    NECROSIS = 5
    LIPIODOL = 6


@dataclass(frozen=True, eq=False)
class SimulatedPatient:
    """A two-phase liver CT that no patient ever had.

    Attributes
    ----------
    arterial, portal : PhaseImage
        int16 HU, marked simulated; one grid, but the organs lie elsewhere in each (breathing).
    arterial_mask, portal_mask : Mask
        The whole tumor (viable, necrotic and lipiodol) as it lies in that phase.
    arterial_tissue, portal_tissue : numpy.ndarray
        uint8 labels of `Tissue`, shape (slices, rows, columns).
    outcome : int
        1 for pathological complete response, 0 for none.
    breathing_mm : tuple of float
        How far the organs moved from the arterial to the portal phase, LPS mm.
    truth : SimulationTruth
        What the patient was drawn from.
    """

    arterial: PhaseImage
    arterial_mask: Mask
    portal: PhaseImage
    portal_mask: Mask
    arterial_tissue: np.ndarray
    portal_tissue: np.ndarray
    outcome: int
    breathing_mm: tuple[float, float, float]
    truth: SimulationTruth


def simulate_patient(
    seed: int | np.random.SeedSequence,
    *,
    outcome: int | None = None,
    effect: float = 1.0,
    lipiodol: bool | None = None,
    spacing: tuple[float, float, float] = SPACING_MM,
) -> SimulatedPatient:
    """Simulate the late arterial and portal venous CT of one patient with a hepatocellular carcinoma.

    A hidden trait of the tumor shapes its tissue and, with the stated strength, decides the outcome
    (S is the logistic function; u, e1, e2 are independent standard normal):

    * P(pCR = 1) = S(a + effect u), with a such that 25 % of all patients have a pCR;
    * necrotic share of the tumor = 0.6 S(-1 + 1.3 (u + 0.3 e1));
    * nodular pattern of the viable tumor, standard deviation in HU = 5 + 9 S(u + 0.3 e2).

    Size, place, shape, enhancement, lipiodol (8 % of patients), noise and breathing are independent of
    u and of the outcome. With effect 0 outcome and images are independent. What follows u most closely
    are the low percentiles of the tumor in both phases (necrosis is dark): Percentile5 and Percentile10
    with a Spearman correlation of about -0.95. The model is made up: it stands for no clinical finding.

    Parameters
    ----------
    seed : int or numpy.random.SeedSequence
        Same seed, same patient. Non-negative.
    outcome : {0, 1}, optional
        Ask for a patient with this outcome (drawn from their distribution of u); else it is drawn.
    effect : float
        Log odds ratio of pCR per standard deviation of u, from -20 to 20.
    lipiodol : bool, optional
        Ask for lipiodol, or for none; else it is drawn.
    spacing : tuple of float
        Voxel size in mm (column, row, slice). The default is coarser in plane than a clinical CT, so
        that a whole abdomen (320 x 240 x 110 mm) is made in a fraction of a second.

    Raises
    ------
    InputError
        A negative seed, an outcome other than 0 and 1, an effect that is not finite, or a voxel
        size outside 0.5 to 3 mm in plane or 1 to 6 mm across.
    """
    sequence = _as_sequence(seed)
    require_effect(effect)
    if outcome not in (None, 0, 1):
        raise InputError(f"The outcome {outcome!r} is not usable; give 1 (pCR), 0 (no pCR) or nothing.")
    _require_spacing(spacing)
    # One stream for each concern: a change in one leaves the others' draws as they were.
    of_truth, of_body, of_lesion, of_phases = (np.random.default_rng(child) for child in sequence.spawn(4))
    truth = draw_truth(of_truth, effect, outcome, lipiodol)
    grid = Grid.covering(FIELD_OF_VIEW_MM, spacing)
    frame = make_frame(grid, of_body)
    organs = make_organs(grid, frame, of_body)
    lesion = grow_lesion(grid, organs.liver, truth, of_lesion)
    breathing = _draw_breathing(of_phases)
    shift_zyx = np.array(breathing[::-1]) / grid.steps_zyx
    noise_hu = of_phases.uniform(8.0, 11.0)
    phases = []
    for name, enhancement, phase_organs, phase_lesion in zip(
        ("arterial", "portal"),
        scanner.draw_enhancements(of_phases),
        (organs, organs.moved(shift_zyx)),
        (lesion, lesion.moved(shift_zyx)),
        strict=True,
    ):
        clean = scanner.render(grid, frame, phase_organs, phase_lesion, truth, enhancement)
        hounsfield = scanner.scan(clean, grid, frame, noise_hu, of_phases)
        tissue = _label(phase_organs, phase_lesion)
        source = f"simulated {name} phase"
        image = PhaseImage(hounsfield, grid.geometry, Acquisition(modality="CT", simulated=True), source)
        mask = Mask(tissue >= Tissue.VIABLE_TUMOR, grid.geometry, f"{source}, tumor", "tumor", simulated=True)
        phases.append((image, mask, tissue))
    (arterial, arterial_mask, arterial_tissue), (portal, portal_mask, portal_tissue) = phases
    return SimulatedPatient(
        arterial,
        arterial_mask,
        portal,
        portal_mask,
        arterial_tissue,
        portal_tissue,
        truth.outcome,
        breathing,
        truth,
    )


def _as_sequence(seed: int | np.random.SeedSequence) -> np.random.SeedSequence:
    """A fresh seed sequence, so that spawning from it twice gives the same children."""
    if isinstance(seed, np.random.SeedSequence):
        return np.random.SeedSequence(seed.entropy, spawn_key=seed.spawn_key)
    return np.random.SeedSequence(require_seed(seed))


def require_seed(seed: int) -> int:
    """The seed as int, or InputError unless it is a non-negative whole number."""
    if isinstance(seed, bool) or not isinstance(seed, Integral) or seed < 0:
        raise InputError(f"The seed {seed!r} is not usable; give a whole number from 0 up.")
    return int(seed)


def _require_spacing(spacing: tuple[float, float, float]) -> None:
    in_plane = all(0.5 <= step <= 3.0 for step in spacing[:2])
    if len(spacing) != 3 or not in_plane or not 1.0 <= spacing[2] <= 6.0:
        raise InputError(
            f"The voxel size {tuple(spacing)} is not usable; give 0.5 to 3 mm in plane and 1 to 6 mm between slices."
        )


def _draw_breathing(generator: np.random.Generator) -> tuple[float, float, float]:
    """Displacement of the organs in LPS mm: mostly along the body, less forwards, least sideways."""
    along = generator.uniform(3.0, 11.0) * generator.choice((-1.0, 1.0))
    return (float(generator.normal(0.0, 0.7)), float(generator.normal(0.0, 1.5)), float(along))


def _label(organs: Organs, lesion: Lesion) -> np.ndarray:
    """The true tissue of each voxel, by its center."""
    tissue = np.zeros(organs.liver.shape, np.uint8)
    liver = organs.liver < 0
    tissue[liver] = Tissue.LIVER
    tissue[liver & (organs.portal_vein < 0)] = Tissue.PORTAL_VEIN
    tissue[liver & (organs.hepatic_vein < 0)] = Tissue.HEPATIC_VEIN
    tumor = lesion.tumor < 0
    tissue[tumor] = Tissue.VIABLE_TUMOR
    tissue[tumor & (lesion.necrosis < 0)] = Tissue.NECROSIS
    tissue[tumor & (lesion.lipiodol < 0)] = Tissue.LIPIODOL
    return tissue
