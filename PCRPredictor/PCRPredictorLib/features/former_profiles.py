"""Numbers that an earlier version extracted with its default profile."""

from functools import cache

from ..files import canonical_hash
from ..texts import sentence as _
from .profile import PROFILES

_BEFORE_ORIENTATION = {"ak396": {"surface": "mesh"}, "pyradiomics": {}}
"""Settings whose defaults were others when profiles had no `orientation` yet (PCRPredictor up to 0.1)."""


@cache
def _hashes_before_orientation() -> frozenset[str]:
    hashes = set()
    for feature_set, others in _BEFORE_ORIENTATION.items():
        settings = {**PROFILES[feature_set]().as_json(), **others}
        hashes.add(
            canonical_hash({key: value for key, value in settings.items() if key not in ("name", "orientation")})
        )
    return frozenset(hashes)


def is_former(profile_hash: str | None) -> bool:
    """Whether a hash is that of a default profile of a version whose features depended on how files store their axes.

    Numbers of it are refused rather than kept apart: what they depended on is written nowhere.
    """
    return profile_hash in _hashes_before_orientation()


FORMER = _("before features followed the patient's axes and the standard surface (PCRPredictor 0.1)")
"""When such numbers were made, for messages."""
