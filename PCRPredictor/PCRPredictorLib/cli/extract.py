"""`pcr-predictor extract`: one image and its mask to a file of features."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import __version__
from ..errors import InputError
from ..files import write_json, write_text
from ..report.drawing.wording import count
from .options import INPUT_PATH, OUTPUT_PATH, Command, SeveralValues
from .output import check_output_file, closing_words, csv_text, show_warnings, working
from .terminal import tell

if TYPE_CHECKING:
    from ..features import Extraction
    from ..features.profile import Profile
    from ..imaging import Mask, PhaseImage


@click.command("extract", cls=Command)
@click.option("--image", required=True, type=INPUT_PATH, help="NRRD, NIfTI or MHA file, or a DICOM CT folder.")
@click.option("--mask", required=True, type=INPUT_PATH, help="Label image or .seg.nrrd of the tumor.")
@click.option("--label", type=int, help="Label of the mask to use, where it holds several.")
@click.option("--segment", help="Name of the segment to use, where there are several.")
@click.option("--features", type=click.Choice(["ak396", "pyradiomics", "ibsi"]), help="Feature set; ak396 unless told.")
@click.option("--profile", type=INPUT_PATH, help="Extraction profile (JSON); the feature set's default unless told.")
@click.option("--only", cls=SeveralValues, metavar="NAME ...", help="Compute these features only.")
@click.option("--any-modality", is_flag=True, help="Accept images that are not CT, or not in HU.")
@click.option("--output", required=True, type=OUTPUT_PATH, help="File .json, or .csv with one row.")
def command(
    image: Path,
    mask: Path,
    label: int | None,
    segment: str | None,
    features: str | None,
    profile: Path | None,
    only: tuple[str, ...],
    any_modality: bool,
    output: Path,
) -> None:
    """Compute the features of one image inside one mask.

    The JSON file holds `features`, `warnings` and `provenance`. The CSV file holds one row: a column a
    feature, then `profile_hash`, and `simulated` where the input is. A cohort table has both phases in a row,
    as A_<feature> and P_<feature>; `predict` writes one, and reads one with --table.
    """
    check_output_file(output, (".json", ".csv"))
    if label is not None and segment is not None:
        raise InputError("--label and --segment both choose from the mask; give one of them.")
    settings = choose_profile(features, profile)

    from ..features import extract
    from ..formats import read_image, read_mask
    from ..imaging.hounsfield import of_any_modality

    with working("Reading the image and the mask"):
        phase = read_image(image, any_modality=any_modality)
        phase = of_any_modality(phase) if any_modality else phase
        roi = read_mask(mask, label=label, segment=segment, image=phase)
    with working("Computing the features"):
        extraction = extract(phase, roi, profile=settings, only=list(only) or None)
    if output.suffix.lower() == ".json":
        _write_json(output, extraction, phase, roi)
    else:
        _write_row(output, extraction, phase, roi)
    show_warnings(extraction.warnings)
    tell(
        f"{count(len(extraction.features), 'feature')} written to {output}. {closing_words(_is_simulated(phase, roi))}"
    )


def choose_profile(feature_set: str | None, path: Path | None) -> "Profile":
    """The profile in the file, or the default one of the feature set.

    Raises
    ------
    InputError
        The file's profile belongs to another feature set than the one asked for.
    """
    from ..features.feature_sets import default_profile
    from ..features.profile import load_profile

    if path is None:
        return default_profile(feature_set or "ak396")
    profile = load_profile(path)
    if feature_set not in (None, profile.feature_set):
        raise InputError(f"{path} is a profile of {profile.feature_set}, not of {feature_set}; drop --features.")
    return profile


def _write_json(output: Path, extraction: "Extraction", image: "PhaseImage", mask: "Mask") -> None:
    write_json(
        output,
        {
            "features": extraction.features,
            "warnings": [notice.as_json() for notice in extraction.warnings],
            "provenance": _provenance(extraction, image, mask),
            "simulated": _is_simulated(image, mask),
        },
    )


def _provenance(extraction: "Extraction", image: "PhaseImage", mask: "Mask") -> dict[str, Any]:
    from ..features.feature_sets import library_of
    from ..imaging.components import component_sizes

    return {
        "version": __version__,
        "profile": extraction.profile.as_json(),
        "profile_hash": extraction.profile.hash,
        "computed_by": library_of(extraction.profile),
        "inputs": {
            "image": {"sha256": image.content_hash},
            "mask": {
                "sha256": mask.content_hash,
                "segment": mask.written_name,
                "components_scored": component_sizes(extraction.mask.array).size,
            },
        },
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _write_row(output: Path, extraction: "Extraction", image: "PhaseImage", mask: "Mask") -> None:
    row: dict[str, object] = {**extraction.features, "profile_hash": extraction.profile.hash}
    if _is_simulated(image, mask):
        row["simulated"] = "true"
    write_text(output, csv_text([row]))


def _is_simulated(image: "PhaseImage", mask: "Mask") -> bool:
    return image.acquisition.simulated or mask.simulated
