"""Whether features were extracted with the profile that a model and its calibration need."""

from ..errors import InputError, Notice
from ..texts import sentence as _
from .calibration_file import Calibration
from .model_file import Model


def refuse_other_profile(model: Model, calibration: Calibration | None, found: str | None) -> None:
    """Raise InputError where features were extracted with a profile that the model or its calibration does not know."""
    expected = _expected_profile(model, calibration)
    if expected and found and expected != found:
        raise InputError(
            _(
                "The features were extracted with profile {found}, but model '{name}' and its calibration need "
                "{expected}; extract them with that profile (--profile F.json)."
            ).format(found=found[:12], name=model.name, expected=expected[:12])
        )


def _expected_profile(model: Model, calibration: Calibration | None) -> str | None:
    return model.profile_hash or (calibration.profile_hash if calibration else None)


def profile_notices(model: Model, calibration: Calibration | None, found: str | None) -> tuple[Notice, ...]:
    """A notice where nothing tells with which profile features were extracted."""
    expected = _expected_profile(model, calibration)
    if expected is None or found is not None:
        return ()
    return (
        Notice(
            "profile-unknown",
            _(
                "The values carry no profile_hash; nothing shows that they were extracted with profile {expected}."
            ).format(expected=expected[:12]),
        ),
    )
