"""New DICOM objects beside the images in Slicer's DICOM database, a fake of its scripted interface.

The fake holds to what Slicer offers: `slicer.dicomDatabase` (ctkDICOMDatabase) with ``isOpen`` as a property and
``fileForInstance``, which gives an empty text for what it has not; `DICOMLib.DICOMUtils.importDicom(folder, database,
copyFiles)`, which gives False where it failed.
"""

import shutil
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pydicom
import pytest
import slicer
from PCRPredictorLib.cli import run
from PCRPredictorLib.desktop.host.dicom_database import addToDatabase, isDatabaseOpen, slicesOf
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.imaging.mask import ContourOrigin
from PCRPredictorLib.models.calibration_file import load_calibration
from PCRPredictorLib.models.model_file import load_model
from PCRPredictorLib.models.patient import predict_patient
from PCRPredictorLib.mrml import HeadlessScene, image_from_node, volume_node_from_image
from PCRPredictorLib.presenter.patient.dicom_export import export_dicom
from PCRPredictorLib.presenter.patient.export import ScoredCase
from PCRPredictorLib.resources import resource_folder

MODEL = "wen2024-smote-radiomics"
PHASES = ("arterial", "portal")


class Database:
    """Files by their instances; a copy is kept, as with ``copyFiles``."""

    def __init__(self, folder):
        self.folder = folder
        self.isOpen = True
        self.files = {}

    def insert(self, path):
        self.files[str(pydicom.dcmread(path, stop_before_pixels=True).SOPInstanceUID)] = str(path)

    def fileForInstance(self, uid):
        return self.files.get(uid, "")

    def instanceValue(self, uid, tag):
        group, element = (int(part, 16) for part in tag.split(","))
        found = pydicom.dcmread(self.files[uid], stop_before_pixels=True).get((group, element))
        return "" if found is None else str(found.value)


def importDicom(dicomDataDir, dicomDatabase=None, copyFiles=False):
    assert copyFiles
    assert isinstance(dicomDataDir, str)  # of Qt's
    for number, path in enumerate(sorted(Path(dicomDataDir).rglob("*.dcm"))):
        dicomDatabase.insert(shutil.copy(path, dicomDatabase.folder / f"{len(dicomDatabase.files)}-{number}.dcm"))
    return True


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("database") / "cohort"
    assert run(["simulate", "--dicom", "--patients", "1", "--seed", "5", "--output", str(folder)]) == 0
    return folder / "SIM0001"


@pytest.fixture
def database(case, tmp_path, monkeypatch):
    found = Database(tmp_path / "database")
    found.folder.mkdir()
    for phase in PHASES:
        for path in (case / phase).iterdir():
            found.insert(path)
    monkeypatch.setattr(slicer, "dicomDatabase", found, raising=False)
    library = ModuleType("DICOMLib")
    library.DICOMUtils = SimpleNamespace(importDicom=importDicom)
    monkeypatch.setitem(sys.modules, "DICOMLib", library)
    return found


@pytest.fixture
def scene():
    with HeadlessScene() as scene:
        yield scene


def volume_of(scene, folder):
    """As Slicer's DICOM plugin leaves it: the instances in whatever order."""
    node = volume_node_from_image(scene, read_image(folder), folder.name)
    paths = sorted(folder.iterdir(), reverse=True)
    uids = [pydicom.dcmread(path, stop_before_pixels=True).SOPInstanceUID for path in paths]
    node.SetAttribute("DICOM.instanceUIDs", " ".join(uids))
    return node


def scored(scene, case, volumes):
    phases = {}
    for phase in PHASES:
        mask = read_mask(case / f"{phase}_seg.dcm", image=read_image(case / phase))
        phases[phase] = image_from_node(volumes[phase]), mask
    model = load_model(MODEL)
    calibration = load_calibration(resource_folder("Calibrations") / f"simulated-{MODEL}.json")
    prediction = predict_patient(*phases["arterial"], *phases["portal"], model, calibration=calibration)
    return ScoredCase(prediction, phases, model, calibration)


def test_contours_and_numbers_join_the_study(case, scene, database, tmp_path):
    volumes = {phase: volume_of(scene, case / phase) for phase in PHASES}
    slices = {phase: slicesOf(volumes[phase]) for phase in PHASES}
    before = len(database.files)
    result = scored(scene, case, volumes)
    export_dicom(slices, result, tmp_path / "new")
    count = addToDatabase(tmp_path / "new")
    assert len(database.files) == before + count
    new = [pydicom.dcmread(path) for path in list(database.files.values())[before:]]
    assert sorted(one.Modality for one in new if one.Modality != "DOC") == ["SEG", "SEG", "SR"]
    source = pydicom.dcmread(next((case / "arterial").iterdir()))
    assert {(one.StudyInstanceUID, str(one.PatientName)) for one in new} == {
        (source.StudyInstanceUID, str(source.PatientName))
    }
    for phase in PHASES:
        read = read_mask(tmp_path / "new" / f"{phase}_seg.dcm", image=read_image(case / phase))
        assert np.array_equal(read.array, result.phases[phase][1].array)


def test_who_drew_it_is_said(case, scene, database, tmp_path):
    volumes = {phase: volume_of(scene, case / phase) for phase in PHASES}
    result = scored(scene, case, volumes)
    image, mask = result.phases["portal"]
    proposed = replace(mask, origin=ContourOrigin("proposed", 0.1))
    result = replace(result, phases={**result.phases, "portal": (image, proposed)})
    export_dicom({phase: slicesOf(volumes[phase]) for phase in PHASES}, result, tmp_path / "new")
    kinds = {
        phase: pydicom.dcmread(tmp_path / "new" / f"{phase}_seg.dcm").SegmentSequence[0].SegmentAlgorithmType
        for phase in PHASES
    }
    assert kinds == {"arterial": "MANUAL", "portal": "SEMIAUTOMATIC"}


@pytest.mark.parametrize("change", ["cropped", "moved", "flipped"])
def test_a_changed_volume_is_refused_and_leaves_nothing(case, scene, database, tmp_path, change):
    volumes = {phase: volume_of(scene, case / phase) for phase in PHASES}
    result = scored(scene, case, volumes)
    image, mask = result.phases["arterial"]
    grid = image.geometry
    if change == "cropped":
        changed = replace(grid, shape=(grid.shape[0] - 1, *grid.shape[1:])), image.array[1:]
    elif change == "moved":
        changed = replace(grid, origin=tuple(value + 2.0 for value in grid.origin)), image.array
    else:
        direction = np.reshape(grid.direction, (3, 3)) * (1, 1, -1)
        changed = replace(grid, direction=tuple(direction.ravel())), image.array
    image = replace(image, geometry=changed[0], array=changed[1])
    mask = replace(mask, geometry=changed[0], array=mask.array[: len(changed[1])])
    result = replace(result, phases={**result.phases, "arterial": (image, mask)})
    with pytest.raises(InputError, match="no longer has the voxels of the slices"):
        export_dicom({phase: slicesOf(volumes[phase]) for phase in PHASES}, result, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_volume_from_elsewhere(case, scene, database):
    node = volume_node_from_image(scene, read_image(case / "arterial"), "from a file")
    with pytest.raises(InputError, match="'from a file' was not loaded from Slicer's DICOM database"):
        slicesOf(node)
    node = volume_of(scene, case / "arterial")
    database.files.pop(node.GetAttribute("DICOM.instanceUIDs").split()[0])
    with pytest.raises(InputError, match="1 of the slices of the volume 'arterial' are no longer"):
        slicesOf(node)


def test_without_a_database(case, scene, monkeypatch):
    monkeypatch.setattr(slicer, "dicomDatabase", None, raising=False)
    assert not isDatabaseOpen()
    with pytest.raises(InputError, match="load it with the module DICOM"):
        slicesOf(volume_of(scene, case / "arterial"))


def test_a_database_that_takes_nothing(case, database, tmp_path, monkeypatch):
    (tmp_path / "new").mkdir()
    shutil.copy(case / "arterial_seg.dcm", tmp_path / "new")
    monkeypatch.setattr(sys.modules["DICOMLib"].DICOMUtils, "importDicom", lambda *_, **__: False)
    with pytest.raises(InputError, match="did not take all of the new objects"):
        addToDatabase(tmp_path / "new")
