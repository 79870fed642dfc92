"""From tissue to Hounsfield units: what each phase makes of it, and what the scanner adds."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .anatomy import Frame, Organs
from .lesion import Lesion
from .shapes import Grid, paint
from .truth import SimulationTruth

AIR, FAT, NECROSIS, BILE = -1000.0, -102.0, 33.0, 9.0


@dataclass(frozen=True)
class Enhancement:
    """Attenuation of the tissues in one phase, in HU."""

    liver: float
    tumor: float
    capsule: float
    mosaic_gain: float
    portal_vein: float
    hepatic_vein: float
    artery: float
    vena_cava: float
    spleen: float
    spleen_mottle: float
    kidney: float
    renal_medulla: float
    muscle: float
    pancreas: float
    bowel_wall: float


def draw_enhancements(generator: np.random.Generator) -> tuple[Enhancement, Enhancement]:
    """Late arterial and portal venous attenuation of one patient.

    The tumor lies 42 to 66 HU above the liver in the arterial phase and 22 to 34 HU below it in the
    portal phase (hyper-enhancement and washout); the rest follows usual abdominal protocols.
    """
    liver_arterial, liver_portal = generator.normal(68, 4), generator.normal(112, 6)
    wash_in, washout = generator.uniform(42, 66), generator.uniform(22, 34)
    contrast = generator.uniform(0.9, 1.1)
    arterial = Enhancement(
        liver=liver_arterial,
        tumor=liver_arterial + wash_in,
        capsule=liver_arterial + 0.6 * wash_in,
        mosaic_gain=1.0,
        portal_vein=105 * contrast,
        hepatic_vein=liver_arterial - 8,
        artery=310 * contrast,
        vena_cava=80.0,
        spleen=118 * contrast,
        spleen_mottle=16.0,
        kidney=185 * contrast,
        renal_medulla=75.0,
        muscle=56.0,
        pancreas=112.0,
        bowel_wall=85.0,
    )
    portal = Enhancement(
        liver=liver_portal,
        tumor=liver_portal - washout,
        capsule=liver_portal + 4,
        mosaic_gain=0.6,
        portal_vein=178 * contrast,
        hepatic_vein=172 * contrast,
        artery=165 * contrast,
        vena_cava=150 * contrast,
        spleen=122 * contrast,
        spleen_mottle=2.0,
        kidney=190 * contrast,
        renal_medulla=165 * contrast,
        muscle=62.0,
        pancreas=92.0,
        bowel_wall=95.0,
    )
    return arterial, portal


def render(
    grid: Grid, frame: Frame, organs: Organs, lesion: Lesion, truth: SimulationTruth, phase: Enhancement
) -> np.ndarray:
    """The noiseless image of one phase, in HU, float32."""
    edge = grid.geometry.spacing[0]
    volume = np.full(grid.geometry.shape, AIR, np.float32)

    def put(level: np.ndarray, value: float | np.ndarray) -> None:
        paint(volume, level, value, edge)

    def put_organ(level: np.ndarray, value: float | np.ndarray) -> None:
        paint(volume, np.maximum(level, frame.cavity + 1), value, edge)

    put(frame.body, 20.0)
    put(frame.body + 2.5, FAT)
    put(frame.wall, phase.muscle)
    put(frame.ribs, 330.0)
    put(frame.ribs + 2.0, 190.0)
    put(frame.cavity, FAT)
    put(frame.vena_cava, phase.vena_cava)
    put_organ(organs.pancreas, phase.pancreas)
    put_organ(organs.stomach, 75.0)
    put_organ(organs.stomach + 5, 22.0)
    put_organ(np.maximum(organs.stomach + 5, grid.y + 36), -850.0)
    put_organ(organs.bowel, phase.bowel_wall)
    put_organ(organs.bowel + 3, 18.0)
    put_organ(organs.spleen, phase.spleen + phase.spleen_mottle * organs.parenchyma)
    put_organ(organs.kidneys, phase.kidney)
    put_organ(organs.kidneys + 9, phase.renal_medulla)
    _put_liver(put_organ, organs, lesion, truth, phase)
    put_organ(organs.gallbladder, BILE)
    put(frame.back_muscles, phase.muscle)
    put(frame.spine, 420.0)
    put(frame.spine + 2.5, 175.0)
    put(frame.spinal_canal, 30.0)
    put(frame.aorta, phase.artery)
    return volume


def _put_liver(
    put_organ: Callable[[np.ndarray, float | np.ndarray], None],
    organs: Organs,
    lesion: Lesion,
    truth: SimulationTruth,
    phase: Enhancement,
) -> None:
    put_organ(organs.liver, phase.liver + 3.0 * organs.parenchyma)
    inside = organs.liver + 2
    put_organ(np.maximum(organs.portal_vein, inside), phase.portal_vein)
    put_organ(np.maximum(organs.hepatic_vein, inside), phase.hepatic_vein)
    put_organ(np.maximum(organs.hepatic_artery, inside), phase.artery)
    put_organ(lesion.tumor, phase.capsule)
    put_organ(lesion.tumor + 1.5, phase.tumor + phase.mosaic_gain * truth.mosaic_hu * lesion.mosaic)
    put_organ(lesion.necrosis, NECROSIS)
    put_organ(lesion.lipiodol, 650.0)


def scan(volume: np.ndarray, grid: Grid, frame: Frame, noise_hu: float, generator: np.random.Generator) -> np.ndarray:
    """What the scanner stores: blurred in plane, correlated noise added, whole HU as int16, air not below -1024.

    Photon counts are Poisson, so the variance of the noise grows like exp(attenuation x path) towards
    the middle of the body; the correlation is that of a smooth kernel, a Gaussian less a wider one.
    """
    blurred = ndimage.gaussian_filter(volume, (0.0, 0.45, 0.45))
    white = generator.standard_normal(volume.shape, dtype=np.float32)
    narrow = ndimage.gaussian_filter(white, (0.25, 0.55, 0.55), mode="wrap")
    noise = narrow - 0.6 * ndimage.gaussian_filter(white, (0.25, 1.6, 1.6), mode="wrap")
    noise /= noise.std()
    depth = np.clip(-frame.body / -frame.body.min(), 0, 1)
    spread = noise_hu * np.exp(0.5 * (depth - 0.5)).astype(np.float32)
    return np.clip(np.rint(blurred + spread * noise), -1024, 3071).astype(np.int16)
