"""A prediction as a DICOM measurement report (PS3.16, TID 1500), written by highdicom.

Each phase's features stand in a volumetric group (TID 1411) that refers to the segmentation and its series; the
probability, the call and the domain stand in a group without a region (TID 1501) that refers to both series. The
features have codes of a private scheme whose values are A.K.'s numbers and whose meanings are A.K.'s names: the IBSI's
codes belong to other definitions (other gray levels, directions and normalizations).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import __version__
from ...features.catalogue import by_name
from ...models.answer import RESEARCH_USE_ONLY, SIMULATED
from ...models.call import ABOVE, BELOW, NO_CUTOFF, OUTSIDE, TOO_CLOSE
from ...models.scoring import Prediction
from ...optional import require
from ...texts import sentence as _
from .new_objects import item, uid_of
from .segmentation import LIVER, MAKER, NEOPLASM

if TYPE_CHECKING:
    from pydicom import Dataset
    from pydicom.sr.coding import Code

SCHEME = "99PCRP"
SCHEME_NAME = "A.K. features and predictions of PCRPredictor; definitions in its Docs/method.md"
PURPOSE = _("Writing DICOM structured reports")
NO_UNITS = ("1", "UCUM", "no units")
REPORT = ("126000", "DCM", "Imaging Measurement Report")
CT = ("77477000", "SCT", "Computed tomography")
YES_NO = {True: ("373066001", "SCT", "Yes"), False: ("373067005", "SCT", "No")}
CALL_CODES = {
    ABOVE: ("above", "Above the cut-off"),
    BELOW: ("below", "Below the cut-off"),
    TOO_CLOSE: ("too-close", "Too close to call"),
    OUTSIDE: ("outside", "Outside what calibration or training has seen"),
    NO_CUTOFF: ("no-cutoff", "No valid cut-off"),
}


@dataclass(frozen=True, eq=False)
class ReportedPhase:
    """One phase as the report refers to it.

    Attributes
    ----------
    name : str
        ``"arterial"`` or ``"portal"``.
    slices : list of pydicom.Dataset
    segmentation : pydicom.Dataset
    """

    name: str
    slices: list[Dataset]
    segmentation: Dataset


def structured_report(prediction: Prediction, phases: list[ReportedPhase], series_number: int) -> Dataset:
    """The report on one patient.

    Parameters
    ----------
    prediction : Prediction
    phases : list of ReportedPhase
        Of one study.

    Raises
    ------
    InputError
        highdicom is not installed.
    """
    hd = require("highdicom", purpose=PURPOSE, extra="dicom")
    device = hd.sr.DeviceObserverIdentifyingAttributes(
        uid=uid_of(MAKER), name=MAKER, manufacturer_name=MAKER, model_name=__version__
    )
    observer = hd.sr.ObserverContext(_code("121007", "DCM", "Device"), device)
    measured = hd.sr.MeasurementReport(
        observation_context=hd.sr.ObservationContext(observer_device_context=observer),
        procedure_reported=_code(*CT),
        imaging_measurements=[
            *(_features_group(hd, prediction, phase) for phase in phases),
            _answer(hd, prediction, phases),
        ],
        title=_code(*REPORT),
        referenced_images=[one for phase in phases for one in phase.slices],
    )
    first = phases[0].slices[0]
    written = hd.sr.Comprehensive3DSR(
        evidence=[one for phase in phases for one in (*phase.slices, phase.segmentation)],
        content=measured[0],
        series_instance_uid=uid_of(first.StudyInstanceUID, "SR"),
        series_number=series_number,
        sop_instance_uid=hd.UID(),
        instance_number=1,
        manufacturer=MAKER,
        is_complete=True,
        series_description=f"{MAKER}: research use only",
    )
    written.CodingSchemeIdentificationSequence = [
        item(CodingSchemeDesignator=SCHEME, CodingSchemeName=SCHEME_NAME, CodingSchemeVersion=__version__)
    ]
    return written


def _features_group(hd: Any, prediction: Prediction, phase: ReportedPhase) -> Any:
    """The features of one phase, as far as the model uses them."""
    source = hd.sr.SourceSeriesForSegmentation(phase.slices[0].SeriesInstanceUID)
    segment = hd.sr.ReferencedSegment(
        phase.segmentation.SOPClassUID, phase.segmentation.SOPInstanceUID, 1, source_series=source
    )
    measured = [one for one in prediction.contributions if one.phase == phase.name]
    return hd.sr.VolumetricROIMeasurementsAndQualitativeEvaluations(
        tracking_identifier=hd.sr.TrackingIdentifier(
            uid_of(phase.slices[0].SeriesInstanceUID, "lesion"), f"Lesion, {phase.name} phase"
        ),
        referenced_segment=segment,
        finding_type=_code(*NEOPLASM),
        finding_sites=[hd.sr.FindingSite(_code(*LIVER))],
        algorithm_id=_algorithm(hd, MAKER, f"profile {prediction.provenance.get('profile', '')}"),
        measurements=[_measurement(hd, _feature_code(one.name), one.value) for one in measured],
    )


def _answer(hd: Any, prediction: Prediction, phases: list[ReportedPhase]) -> Any:
    """Probability, call and domain, with the model and calibration that they rest on."""
    numbers = {
        ("probability", "Probability of pathological complete response"): prediction.probability,
        ("linear-predictor", "Linear predictor"): prediction.linear_predictor,
        ("cut-off", "Cut-off of the probability"): prediction.cutoff,
        ("domain-distance", "Distance from the calibration or training cohort"): prediction.domain.distance,
        ("domain-limit", "Largest distance that is like the cohort"): prediction.domain.limit,
    }
    evaluations = [(_private("call", "Call"), _private(*CALL_CODES[prediction.call]))]
    if prediction.domain.within is not None:
        within = _private("domain-within", "Like what calibration or training has seen")
        evaluations.append((within, _code(*YES_NO[prediction.domain.within])))
    evaluations.append((_private("simulated", SIMULATED[:9]), _code(*YES_NO[prediction.simulated])))
    provenance = prediction.provenance
    return hd.sr.MeasurementsAndQualitativeEvaluations(
        tracking_identifier=hd.sr.TrackingIdentifier(
            uid_of(phases[0].slices[0].StudyInstanceUID, "response"), "Pathological complete response"
        ),
        finding_type=_private("response", "Predicted pathological complete response"),
        method=_private("research", RESEARCH_USE_ONLY.partition(":")[0]),
        algorithm_id=_algorithm(
            hd,
            prediction.model,
            *(f"{name} {provenance[name]}" for name in ("model_hash", "calibration_hash") if provenance.get(name)),
        ),
        measurements=[_measurement(hd, _private(*name), value) for name, value in numbers.items() if value is not None],
        qualitative_evaluations=[hd.sr.QualitativeEvaluation(*one) for one in evaluations],
        source_images=[
            hd.sr.SourceImageForMeasurementGroup(one.SOPClassUID, one.SOPInstanceUID)
            for phase in phases
            for one in phase.slices
        ],
    )


def _algorithm(hd: Any, name: str, *parameters: str) -> Any:
    return hd.sr.AlgorithmIdentification(
        name, __version__, parameters=[RESEARCH_USE_ONLY, *filter(None, parameters)], manufacturer=MAKER
    )


def _measurement(hd: Any, name: Code, value: float) -> Any:
    return hd.sr.Measurement(name, value, _code(*NO_UNITS))


def _feature_code(name: str) -> Code:
    return _private(f"AK396.{by_name(name).position}", name)


def _private(value: str, meaning: str) -> Code:
    return _code(value, SCHEME, meaning)


def _code(value: str, scheme: str, meaning: str) -> Code:
    from pydicom.sr.coding import Code

    return Code(value, scheme, meaning)
