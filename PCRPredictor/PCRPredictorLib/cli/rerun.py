"""`pcr-predictor rerun`: a prediction once more from its own record, and what differs."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import __version__
from ..errors import InputError
from ..numerals import count
from .options import INPUT_PATH, Command, SeveralValues
from .output import closing_words, counting, working
from .terminal import say, tell

if TYPE_CHECKING:
    from ..features.profile import Profile
    from ..imaging import Mask, PhaseImage
    from ..models.calibration_file import Calibration
    from ..models.model_file import Model
    from ..models.recorded_prediction import RecordedPrediction
    from ..models.scoring import Prediction
    from .inputs_by_hash import Inputs

DIFFERENT = 1


@click.command("rerun", cls=Command)
@click.argument("prediction", type=INPUT_PATH, metavar="prediction.json")
@click.option(
    "--search",
    cls=SeveralValues,
    type=INPUT_PATH,
    metavar="FOLDER ...",
    help="Where to look for the inputs by their hashes; the folder around that of prediction.json unless told.",
)
@click.option("--arterial", type=INPUT_PATH, help="The arterial phase itself, instead of looking for it.")
@click.option("--arterial-mask", type=INPUT_PATH, help="Its contour.")
@click.option("--arterial-segment", metavar="S", help="Its segment, where the result withholds the name.")
@click.option("--portal", type=INPUT_PATH, help="The portal venous phase.")
@click.option("--portal-mask", type=INPUT_PATH, help="Its contour.")
@click.option("--portal-segment", metavar="S", help="Its segment, where the result withholds the name.")
@click.option("--any-modality", is_flag=True, help="As given to predict.")
def command(
    prediction: Path,
    search: tuple[Path, ...],
    arterial: Path | None,
    arterial_mask: Path | None,
    arterial_segment: str | None,
    portal: Path | None,
    portal_mask: Path | None,
    portal_segment: str | None,
    any_modality: bool,
) -> int:
    """Make a prediction again from its own record, and say what differs. Writes nothing.

    prediction.json holds hashes of its inputs and no paths; the inputs, the model, its calibration and profile are
    found by them. Exit code 0: the same to the last digit. 1: it differs, as listed. 2: an input is missing or changed.
    """
    from ..models.recorded_prediction import differences, read_prediction
    from .inputs_by_hash import Inputs, require_hash

    record = read_prediction(prediction)
    inputs = Inputs(search or (prediction.absolute().parent.parent,))
    chosen = {"arterial": arterial_segment, "portal": portal_segment}
    given = {"arterial": (arterial, arterial_mask), "portal": (portal, portal_mask)}
    paths = {}
    with working("Looking for the inputs"):
        model, calibration, profile = _model(record, inputs), _calibration(record, inputs), _profile(record, inputs)
        for phase, recorded in record.phases.items():
            wanted = (recorded.image_hash, f"the {phase} image"), (recorded.mask_hash, f"the {phase} contour")
            paths[phase] = [
                inputs.path_of(digest, what.capitalize()) if path is None else require_hash(path, digest, what)
                for path, (digest, what) in zip(given[phase], wanted, strict=True)
            ]
    with working("Reading both phases"):
        phases = {
            phase: _read(image, mask, chosen[phase], record.phases[phase].segment, any_modality)
            for phase, (image, mask) in paths.items()
        }
    again = _predict(record, phases, model, calibration, profile)
    found = differences(record, again.as_json())
    if record.version != __version__:
        tell(f"{prediction} was made by version {record.version}, and again by {__version__}.")
    for line in found:
        say(line)
    if found:
        say(f"Different: {count(len(found), 'value')}. {closing_words(again.simulated)}")
        return DIFFERENT
    say(f"The same to the last digit, probability {again.probability:.6g}. {closing_words(again.simulated)}")
    return 0


def _predict(
    record: "RecordedPrediction",
    phases: "dict[str, tuple[PhaseImage, Mask]]",
    model: "Model",
    calibration: "Calibration | None",
    profile: "Profile",
) -> "Prediction":
    from ..models.patient import predict_patient
    from ..models.perturbed_prediction import with_contour_spread

    (arterial, arterial_mask), (portal, portal_mask) = phases["arterial"], phases["portal"]
    with working("Computing the features and the probability"):
        again = predict_patient(
            arterial,
            arterial_mask,
            portal,
            portal_mask,
            model,
            calibration=calibration,
            clinical=record.clinical,
            profile=profile,
            confirmed_phases=record.confirmed,
        )
    if not record.perturbations:
        return again
    with counting("Scoring perturbed contours") as on_progress:
        return with_contour_spread(
            again,
            arterial,
            arterial_mask,
            portal,
            portal_mask,
            model,
            calibration,
            perturbations=record.perturbations,
            settings=record.perturbation,
            profile=profile,
            on_progress=on_progress,
        )


def _read(
    image_path: Path, mask_path: Path, chosen: str | None, written: str, any_modality: bool
) -> "tuple[PhaseImage, Mask]":
    """Both, and of the contours the chosen one, or the one whose name the result carries, as it is or withheld."""
    from ..formats import read_image, read_mask, read_masks
    from ..imaging.hounsfield import of_any_modality

    image = read_image(image_path, any_modality=any_modality)
    masks = read_masks(mask_path, image) if chosen is None else (read_mask(mask_path, segment=chosen, image=image),)
    fitting = [
        marked
        for mask in masks
        for marked in (mask, replace(mask, is_identified=True))
        if marked.written_name == written
    ]
    names = {mask.segment for mask in fitting}
    if len(names) != 1:
        which = "several segments" if names else "no segment"
        raise InputError(
            f"{mask_path} holds {which} that the result could mean by '{written}'; name the one that was used "
            "(--arterial-segment, --portal-segment)."
        )
    return of_any_modality(image) if any_modality else image, fitting[0]


def _model(record: "RecordedPrediction", inputs: "Inputs") -> "Model":
    from ..models.model_file import FORMAT, load_model, published_names
    from .inputs_by_hash import by_hash

    shipped = (model for model in map(load_model, published_names()) if model.hash == record.model_hash)
    model = next(shipped, None) or by_hash(inputs.json_files(), load_model, FORMAT, record.model_hash)
    if model is None:
        raise InputError(
            f"The model '{record.model}' (hash {record.model_hash[:12]}) is not among the published ones nor in the "
            "folders searched; name the folder of its file with --search."
        )
    return model


def _calibration(record: "RecordedPrediction", inputs: "Inputs") -> "Calibration | None":
    from ..models.calibration_file import FORMAT, load_calibration
    from ..resources import resource_folder
    from .inputs_by_hash import by_hash

    if record.calibration_hash is None:
        return None
    shipped = sorted(resource_folder("Calibrations").glob("*.json"))
    calibration = by_hash(iter((*shipped, *inputs.json_files())), load_calibration, FORMAT, record.calibration_hash)
    if calibration is None:
        raise InputError(
            f"The calibration (hash {record.calibration_hash[:12]}) is not among the shipped ones nor in the folders "
            "searched; name the folder of its file with --search."
        )
    return calibration


def _profile(record: "RecordedPrediction", inputs: "Inputs") -> "Profile":
    from ..features.feature_sets import default_profile
    from ..features.profile import PROFILES, load_profile
    from .inputs_by_hash import by_hash

    for name in PROFILES:
        default = default_profile(name)
        if default.hash == record.profile_hash:
            return default
        found = by_hash(inputs.json_files(), load_profile, name, record.profile_hash)
        if found is not None:
            return found
    raise InputError(
        f"The extraction profile (hash {record.profile_hash[:12]}) is no default one nor in the folders searched; name "
        "the folder of its file with --search."
    )
