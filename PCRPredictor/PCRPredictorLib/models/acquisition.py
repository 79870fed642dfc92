"""How the scans of a cohort were made, and whether a new scan is unlike them."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import InputError, Notice
from ..imaging import PhaseImage
from ..imaging.orientation import lps_geometry
from ..texts import sentence as _
from .table import MISSING, FeatureTable

PHASES = ("arterial", "portal")
_PHASE_WORDS = {"arterial": _("arterial"), "portal": _("portal")}
_NUMBERS = {
    "rows": _("matrix rows"),
    "columns": _("matrix columns"),
    "pixel_spacing_mm": _("pixel spacing (mm)"),
    "slice_spacing_mm": _("slice spacing (mm)"),
    "slice_thickness_mm": _("slice thickness (mm)"),
    "kvp": _("tube voltage (kVp)"),
}
_TEXTS = {"scanner": _("scanner"), "kernel": _("reconstruction kernel")}
_DECISIVE = ("pixel_spacing_mm", "slice_spacing_mm", "slice_thickness_mm", "kvp", "kernel")
_TOLERATED_FACTOR = 1.1

ACQUISITION_COLUMNS = tuple(f"{phase}_{key}" for phase in PHASES for key in (*_NUMBERS, *_TEXTS))


def describe_acquisition(images: Mapping[str, PhaseImage]) -> dict[str, float | str]:
    """The acquisition columns of one case, for a cohort table or for a comparison with one.

    Parameters
    ----------
    images : mapping of str to PhaseImage
        By phase, ``"arterial"`` and ``"portal"``.

    Returns
    -------
    dict
        ``<phase>_rows``, ``_columns``, ``_pixel_spacing_mm`` (between columns), ``_slice_spacing_mm``; and where the
        header tells them ``_scanner`` (manufacturer and model), ``_kernel``, ``_kvp`` and ``_slice_thickness_mm``.
    """
    described: dict[str, float | str] = {}
    for phase, image in images.items():
        geometry = lps_geometry(image.geometry)
        rows, columns = geometry.shape[1:]
        described[f"{phase}_rows"] = float(rows)
        described[f"{phase}_columns"] = float(columns)
        described[f"{phase}_pixel_spacing_mm"] = float(geometry.spacing[0])
        described[f"{phase}_slice_spacing_mm"] = float(geometry.spacing[2])
        known = (image.acquisition.manufacturer, image.acquisition.scanner_model)
        scanner = " ".join(part.strip() for part in known if part and part.strip())
        if scanner:
            described[f"{phase}_scanner"] = scanner
        if image.acquisition.kernel:
            described[f"{phase}_kernel"] = image.acquisition.kernel
        if image.acquisition.kvp is not None:
            described[f"{phase}_kvp"] = float(image.acquisition.kvp)
        if image.acquisition.slice_thickness_mm is not None:
            described[f"{phase}_slice_thickness_mm"] = float(image.acquisition.slice_thickness_mm)
    return described


def summarize_acquisition(table: FeatureTable) -> dict[str, dict[str, Any]]:
    """Ranges of the numeric and values of the textual acquisition columns that a cohort table carries."""
    summary: dict[str, dict[str, Any]] = {}
    for column in ACQUISITION_COLUMNS:
        cells = [cell for cell in table.carried.get(column, ()) if cell.lower() not in MISSING]
        if not cells:
            continue
        if _key(column) in _TEXTS:
            summary[column] = {"values": sorted(set(cells))}
        else:
            numbers = [_number(cell, column, table.source) for cell in cells]
            summary[column] = {"minimum": min(numbers), "maximum": max(numbers)}
    return summary


def acquisition_of_case(table: FeatureTable, index: int) -> dict[str, float | str]:
    """The acquisition columns of one case of a table, as `describe_acquisition` gives them for images."""
    described: dict[str, float | str] = {}
    for column in ACQUISITION_COLUMNS:
        cell = table.carried[column][index] if column in table.carried else ""
        if cell.lower() not in MISSING:
            described[column] = cell if _key(column) in _TEXTS else _number(cell, column, table.source)
    return described


def outside_ranges(
    summary: Mapping[str, Mapping[str, Any]], described: Mapping[str, float | str], cohort: str
) -> tuple[str, ...]:
    """Sentences on what sets a scan apart from the named cohort so far that its features mean something else there.

    That is a spacing, slice thickness or tube voltage 10 % beyond the cohort's range, or a kernel never seen.
    """
    return tuple(sentence for column, sentence in _differences(summary, described, cohort) if _key(column) in _DECISIVE)


def unlike_cohort(
    summary: Mapping[str, Mapping[str, Any]], described: Mapping[str, float | str], cohort: str = _("calibration")
) -> tuple[Notice, ...]:
    """Notices on what else of a scan the named cohort has not seen: its matrix, its scanner."""
    return tuple(
        Notice(
            "acquisition-unlike-cohort",
            _("{sentence} Texture features change with the acquisition.").format(sentence=sentence),
        )
        for column, sentence in _differences(summary, described, cohort)
        if _key(column) not in _DECISIVE
    )


def _differences(
    summary: Mapping[str, Mapping[str, Any]], described: Mapping[str, float | str], cohort: str
) -> Iterator[tuple[str, str]]:
    """Each column that lies outside the cohort's (10 % beyond a range, or a value never seen), with a sentence."""
    for column, value in described.items():
        reference = summary.get(column)
        if reference is None:
            continue
        phase, what = _PHASE_WORDS[column.partition("_")[0]], {**_NUMBERS, **_TEXTS}[_key(column)]
        if "values" in reference:
            if value not in reference["values"]:
                seen = ", ".join(reference["values"])
                yield (
                    column,
                    _("The {phase} {what} '{value}' is not among the {cohort} cohort's ({seen}).").format(
                        phase=phase, what=what, value=value, cohort=cohort, seen=seen
                    ),
                )
            continue
        low, high = reference["minimum"], reference["maximum"]
        if not low / _TOLERATED_FACTOR <= float(value) <= high * _TOLERATED_FACTOR:
            seen = f"{low:g}" if f"{low:g}" == f"{high:g}" else _("{low:g} to {high:g}").format(low=low, high=high)
            yield (
                column,
                _("The {phase} {what} is {value:g}; the {cohort} cohort's is {seen}.").format(
                    phase=phase, what=what, value=float(value), cohort=cohort, seen=seen
                ),
            )


def _key(column: str) -> str:
    return column.partition("_")[2]


def _number(cell: str, column: str, source: str) -> float:
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(
            _("{source}: '{column}' holds '{cell:.40}', which is no finite number; correct it.").format(
                source=source, column=column, cell=cell
            )
        )
    return number
