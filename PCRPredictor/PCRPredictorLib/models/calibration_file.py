"""The calibration file: the scaling, the intercept and the cut-off that a model takes from a reference cohort."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, Notice
from ..files import canonical_hash, read_json, write_json
from ..texts import sentence as _
from .cutoff import LARGEST_TOO_CLOSE, PROJECTED_PATIENTS, THIS_COHORT, Cutoff, cutoff_from_json
from .fields import Fields, require_format
from .reference import REFERENCE_KEYS, Reference, reference_from_json

FORMAT = "pcr-predictor-calibration"
FORMAT_VERSION = 2
METHODS = ("outcomes, slope fixed", "outcomes, slope and intercept", "stated prevalence")


@dataclass(frozen=True)
class Scaling:
    """Mean and standard deviation (n - 1) of one column in the reference cohort."""

    column: str
    mean: float
    std: float


@dataclass(frozen=True)
class Calibration:
    """What a reference cohort adds to a model: P = expit(intercept + slope x sum coefficient x (value - mean) / std).

    Attributes
    ----------
    model, model_hash : str
        The model it belongs to, and no other.
    method : str
        One of `METHODS`.
    scaling : tuple of Scaling
        In the order of the model's features.
    intercept, intercept_se : float
        With standard error; the error of means and standard deviations is not in it, and a stated prevalence is
        taken as exact.
    slope : float
        1 unless fitted.
    slope_se : float or None
        None where the slope is fixed.
    cutoff : Cutoff or None
        The site's own cut-off; None where outcomes are unknown, the score is not shown to tell pCR from non-pCR, or
        more than half of the cohort would be too close to it to call.
    patients : int
    events : int or None
        Patients with one; None where outcomes are unknown.
    prevalence : float or None
        The stated prevalence, where the intercept rests on it.
    auc : float or None
        Area under the ROC curve of the out-of-fold probabilities, averaged over the splits.
    auc_ci : tuple of float or None
        Its two-sided 95 % interval by DeLong.
    cohort_slope, cohort_slope_se : float or None
        The slope that the cohort's own outcomes give the score, with standard error, whether or not it is used; None
        where outcomes are unknown or separate completely.
    too_close : dict or None
        Share of the cohort whose probability lies within the cut-off's interval: ``"cohort"`` for this cohort,
        ``"60"``, ``"100"``, ``"200"`` for cohorts of so many patients drawn from it; None where there is no cut-off
        to be close to.
    reference : Reference
        What the cohort's features look like.
    profile_hash : str or None
        Extraction profile of the cohort table.
    acquisition : dict
        Ranges of matrix, spacing and scanner where the table tells them.
    fingerprints : tuple of str
        Hashes of the cases' feature values, sorted; no identifiers.
    date, version : str
        When, and by which version of the program.
    rows : int or None
        Of the cohort, where a patient had several; the file has no such key elsewhere.
    """

    model: str
    model_hash: str
    method: str
    scaling: tuple[Scaling, ...]
    intercept: float
    intercept_se: float
    slope: float
    slope_se: float | None
    cutoff: Cutoff | None
    patients: int
    events: int | None
    prevalence: float | None
    auc: float | None
    auc_ci: tuple[float, float] | None
    cohort_slope: float | None
    cohort_slope_se: float | None
    too_close: dict[str, float] | None
    reference: Reference
    profile_hash: str | None
    acquisition: dict[str, dict[str, Any]]
    fingerprints: tuple[str, ...]
    date: str
    version: str
    simulated: bool
    warnings: tuple[Notice, ...] = ()
    rows: int | None = None

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON of the calibration."""
        return canonical_hash(self.as_json())

    def as_json(self) -> dict[str, Any]:
        """The content of the calibration file."""
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "model": self.model,
            "model_hash": self.model_hash,
            "method": self.method,
            "scaling": [asdict(item) for item in self.scaling],
            "intercept": self.intercept,
            "intercept_se": self.intercept_se,
            "slope": self.slope,
            "slope_se": self.slope_se,
            "cutoff": None if self.cutoff is None else asdict(self.cutoff),
            "patients": self.patients,
            **({} if self.rows is None else {"rows": self.rows}),
            "events": self.events,
            "prevalence": self.prevalence,
            "auc": self.auc,
            "auc_ci": None if self.auc_ci is None else list(self.auc_ci),
            "cohort_slope": self.cohort_slope,
            "cohort_slope_se": self.cohort_slope_se,
            "too_close": self.too_close,
            **self.reference.as_json(),
            "profile_hash": self.profile_hash,
            "acquisition": self.acquisition,
            "fingerprints": list(self.fingerprints),
            "date": self.date,
            "version": self.version,
            "simulated": self.simulated,
            "warnings": [notice.as_json() for notice in self.warnings],
        }


def fingerprint(values: Iterable[float]) -> str:
    """Hash of one case's feature values in the order of the model, to 6 significant digits; tells no identifier.

    Six digits survive a table that was written with fewer digits than a double has, and still tell patients apart."""
    return hashlib.sha256(",".join(f"{value:.6g}" for value in values).encode()).hexdigest()[:32]


def fingerprints_of(values: NDArray[np.float64], groups: NDArray[np.int64] | None = None) -> list[str]:
    """The fingerprint of each row; one for the equal rows of a patient by `groups`, which do not meet by chance."""
    people = range(len(values)) if groups is None else groups.tolist()
    of_rows = zip(people, map(fingerprint, values), strict=True)
    return [found for _person, found in dict.fromkeys(of_rows)]


def load_calibration(path: str | Path) -> Calibration:
    """Load a calibration file.

    Raises
    ------
    InputError
        No such file, not a calibration, another version, an unknown or missing key, a wrong value.
    """
    return calibration_from_json(read_json(path), str(path))


def save_calibration(calibration: Calibration, path: str | Path) -> None:
    """Write the calibration file; what cannot be loaded again is never written."""
    content = calibration.as_json()
    calibration_from_json(content, f"calibration of '{calibration.model}'")
    write_json(path, content)


def calibration_from_json(content: Any, where: str) -> Calibration:
    """Build a calibration from the parsed content of its file, strictly as its JSON Schema says."""
    if isinstance(content, dict) and content.get("format") == FORMAT and content.get("format_version") == 1:
        raise InputError(
            _(
                "{where} was made by an older version, which did not note what its cohort looks like; make it again "
                "with pcr-predictor calibrate."
            ).format(where=where)
        )
    require_format(content, FORMAT, (FORMAT_VERSION,), where)
    apart = ("format", "format_version", *REFERENCE_KEYS)
    fields = Fields({key: value for key, value in content.items() if key not in apart}, where)
    scaling = tuple(
        _scaling(entry, f"{where}, scaling[{number}]")
        for number, entry in enumerate(fields.items("scaling", minimum=1))
    )
    calibration = Calibration(
        model=fields.text("model"),
        model_hash=fields.text("model_hash"),
        method=fields.choice("method", METHODS),
        scaling=scaling,
        intercept=fields.number("intercept"),
        intercept_se=fields.number("intercept_se", above=0),
        slope=fields.number("slope", above=0),
        slope_se=fields.optional("slope_se", lambda key: fields.number(key, above=0)),
        cutoff=fields.optional("cutoff", lambda key: cutoff_from_json(fields.mapping(key), f"{where}, cutoff")),
        patients=fields.integer("patients", minimum=1),
        rows=fields.optional("rows", lambda key: fields.integer(key, minimum=1)),
        events=fields.optional("events", fields.integer),
        prevalence=fields.optional("prevalence", lambda key: fields.number(key, above=0, below=1)),
        auc=fields.optional("auc", fields.number),
        auc_ci=fields.optional("auc_ci", fields.interval),
        cohort_slope=fields.optional("cohort_slope", fields.number),
        cohort_slope_se=fields.optional("cohort_slope_se", lambda key: fields.number(key, above=0)),
        too_close=fields.optional("too_close", lambda key: _shares(fields.mapping(key), f"{where}, {key}")),
        reference=reference_from_json(content, [item.column for item in scaling], where),
        profile_hash=fields.optional("profile_hash", fields.text),
        acquisition={
            column: acquisition_entry(entry, f"{where}, acquisition, {column}")
            for column, entry in fields.mapping("acquisition").items()
        },
        fingerprints=tuple(
            _text(entry, f"{where}, fingerprints[{number}]")
            for number, entry in enumerate(fields.items("fingerprints"))
        ),
        date=fields.text("date"),
        version=fields.text("version"),
        simulated=fields.flag("simulated"),
        warnings=tuple(
            _notice(entry, f"{where}, warnings[{number}]") for number, entry in enumerate(fields.items("warnings"))
        ),
    )
    fields.finish()
    _require_cutoff_earned(calibration, where)
    return calibration


def _require_cutoff_earned(calibration: Calibration, where: str) -> None:
    """Refuse a file that states a cut-off which `calibrate` would not have given: it was changed by hand."""
    wrong = None
    if calibration.events is not None and calibration.events > calibration.patients:
        wrong = _("{events} events in {patients} patients").format(
            events=calibration.events, patients=calibration.patients
        )
    elif calibration.rows is not None and calibration.rows <= calibration.patients:
        wrong = _("{rows} rows of {patients} patients").format(rows=calibration.rows, patients=calibration.patients)
    elif calibration.cutoff is not None:
        if calibration.auc_ci is None or calibration.auc_ci[0] <= 0.5:
            wrong = _("a cut-off without an AUC whose interval lies above 0.5")
        elif calibration.too_close is None or calibration.too_close[THIS_COHORT] > LARGEST_TOO_CLOSE:
            wrong = _("a cut-off to which more than half of its cohort is too close to call")
    if wrong is not None:
        raise InputError(
            _("{where} states {wrong}; make it again with pcr-predictor calibrate.").format(where=where, wrong=wrong)
        )


def _scaling(content: Any, where: str) -> Scaling:
    fields = Fields(content, where)
    scaling = Scaling(fields.text("column"), fields.number("mean"), fields.number("std", above=0))
    fields.finish()
    return scaling


def _shares(content: Any, where: str) -> dict[str, float]:
    fields = Fields(content, where)
    shares = {key: fields.number(key) for key in (THIS_COHORT, *map(str, PROJECTED_PATIENTS))}
    fields.finish()
    return shares


def acquisition_entry(content: Any, where: str) -> dict[str, Any]:
    """Range or values of one acquisition column, as `summarize_acquisition` writes them."""
    fields = Fields(content, where)
    values = fields.optional("values", lambda key: fields.items(key, minimum=1))
    if values is not None:
        summary: dict[str, Any] = {"values": [_text(entry, f"{where}, values") for entry in values]}
    else:
        summary = {"minimum": fields.number("minimum"), "maximum": fields.number("maximum")}
    fields.finish()
    return summary


def _notice(content: Any, where: str) -> Notice:
    fields = Fields(content, where)
    notice = Notice(fields.text("code"), fields.text("message"))
    fields.finish()
    return notice


def _text(content: Any, where: str) -> str:
    if not isinstance(content, str) or not content.strip():
        raise InputError(_("{where} must be a text that is not empty.").format(where=where))
    return content
