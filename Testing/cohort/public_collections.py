"""Simulated patients in the folders that public collections come in; their layouts as users' scripts address them."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import SimpleITK as sitk
from PCRPredictorLib.imaging import PhaseImage
from PCRPredictorLib.report.dicom.ct_series import SimulatedStudy, ct_series, write_series
from PCRPredictorLib.simulation import SimulatedPatient

from Testing.formats.dicom_contours import write_seg

SEGMENTS = ("Liver", "Mass", "Portal vein", "Abdominal aorta")
BASELINE, FOLLOW_UP = datetime(1997, 9, 12, 10), datetime(1997, 12, 20, 10)


def write_hcc_tace_seg(root: Path, patient: SimulatedPatient, number: int) -> Path:
    """A patient of HCC-TACE-Seg as the NBIA Data Retriever lays it out: the study before TACE and one after it.

    The descriptions name no phase: the scan before contrast says PRE, the others the number of phases. One SEG of four
    structures was drawn on the later of these, and nothing on the examination after TACE. The baseline's folder.
    """
    folder = root / "HCC-TACE-Seg" / f"HCC_{number:03d}"
    baseline = folder / "09-12-1997-NA-AP LIVER-64595"
    later = folder / "12-20-1997-NA-AP LIVER-11682"
    for study, began in ((baseline, BASELINE), (later, FOLLOW_UP)):
        owner = SimulatedStudy(f"HCC_{number:03d} {began:%Y}{began:%m}", began)
        study.mkdir(parents=True)
        before = _slices(patient.arterial, owner, 2, "PRE LIVER", 0)
        _write_slices(before, study / "2.000000-PRE LIVER-07012")
        for place, phase, seconds in ((4, "arterial", 90), (6, "portal", 125)):
            words = f"Recon {place // 2}: LIVER 3 PHASE (AP)"
            drawn = _slices(getattr(patient, phase), owner, place, words, seconds)
            _write_slices(drawn, study / f"{place}.000000-Recon {place // 2} LIVER 3 PHASE AP-18688")
        if study == baseline:
            (study / "300.000000-Segmentation-45632").mkdir()
            masks = dict.fromkeys(SEGMENTS, np.roll(patient.portal_mask.array, 5, axis=2))
            masks |= {"Mass": patient.portal_mask.array}
            write_seg(study / "300.000000-Segmentation-45632" / "1-1.dcm", drawn, masks)
    (root / "metadata.csv").write_text("Series UID,Collection\n")
    return baseline


def _slices(image: PhaseImage, owner: SimulatedStudy, number: int, words: str, seconds: int) -> list[object]:
    slices = ct_series(image, owner, number, words, owner.began + timedelta(seconds=seconds))
    for one in slices:
        one.PatientID = owner.patient_id.partition(" ")[0]
    return slices


def _write_slices(slices: list[object], folder: Path) -> None:
    write_series(slices, folder)
    for path in folder.iterdir():
        path.rename(path.parent / f"1-{path.stem[1:]}.dcm")


def write_waw_tace(root: Path, patient: SimulatedPatient, number: int, contoured: tuple[int, ...]) -> None:
    """A patient of WAW-TACE as its archives unpack: phases 0 to 3, and the tumors of a phase a file each."""
    (root / f"{number}").mkdir(parents=True)
    drawn = root / "tumor_masks_wawtace_v1_08_05_2024" / f"{number}"
    drawn.mkdir(parents=True)
    phases = {0: "arterial", 1: "arterial", 2: "portal", 3: "portal"}
    for place, phase in phases.items():
        image = getattr(patient, phase)
        _write(root / f"{number}" / f"{number}_{place}_scan.nii.gz", image.array, image)
    for place in contoured:
        mask = getattr(patient, f"{phases[place]}_mask")
        for lesion in (1, 2):
            _write(drawn / f"{number}_{place}_{lesion}_tumor_seg.nrrd", mask.array.astype(np.uint8), mask)


def _write(path: Path, array: np.ndarray, like: object) -> None:
    image = sitk.GetImageFromArray(array)
    image.SetSpacing(like.geometry.spacing)
    image.SetOrigin(like.geometry.origin)
    image.SetDirection(like.geometry.direction)
    sitk.WriteImage(image, path)
