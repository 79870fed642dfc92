"""A simulated patient as DICOM files: two series, and each contour as SEG and as RTSTRUCT."""

from datetime import datetime, timedelta
from pathlib import Path

from ...imaging.phase_image import SIMULATED_KEY
from ...simulation import SimulatedPatient
from .ct_series import SimulatedStudy, ct_series, write_series
from .segmentation import segmentation
from .structure_set import structure_set

BEGAN = datetime(2000, 1, 1, 10, 0, 0)
DELAYS_S = {"arterial": 30, "portal": 65}
DESCRIPTIONS = {"arterial": "Liver arterial phase", "portal": "Liver portal venous phase"}
SEGMENT = "Tumor"


def write_dicom_case(folder: Path, case_id: str, patient: SimulatedPatient, seed: int) -> list[str]:
    """Write the objects of a patient; the paths of both series and their SEG, relative to `folder`.

    Beside each SEG lies the same contour as RTSTRUCT.
    """
    study = SimulatedStudy(f"{case_id}-{seed}", BEGAN)
    paths: list[str] = []
    (folder / case_id).mkdir()
    for number, (phase, delay) in enumerate(DELAYS_S.items(), start=1):
        image, mask = getattr(patient, phase), getattr(patient, f"{phase}_mask")
        slices = ct_series(image, study, number, DESCRIPTIONS[phase], BEGAN + timedelta(seconds=delay))
        write_series(slices, folder / case_id / phase)
        names = f"{case_id}/{phase}", f"{case_id}/{phase}_seg.dcm"
        segmentation(slices, mask, SEGMENT, 10 + number, SIMULATED_KEY).save_as(folder / names[1])
        structures = structure_set(slices, mask, SEGMENT, 20 + number, SIMULATED_KEY)
        structures.save_as(folder / case_id / f"{phase}_rtstruct.dcm", enforce_file_format=True)
        paths += names
    return paths
