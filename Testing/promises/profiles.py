"""What may be wrong with an extraction profile."""

from typing import Any

from Testing.promises.desk import Fault
from Testing.promises.doors import cohort_profile, extract_profile, predict_profile, python_profile
from Testing.promises.images import write
from Testing.promises.models import TEXT

FILE = "profile.json"
SETTINGS: tuple[tuple[str, Any, str], ...] = (
    ("feature_set", "ak397", "feature_set"),
    ("feature_set", None, "feature_set"),
    ("feature_set", [], "feature_set"),
    ("bins", 64, "unknown settings bins"),
    ("name", "", "name"),
    ("name", 7, "name"),
    ("orientation", "RAS", "orientation"),
    ("surface", "smooth", "surface"),
    ("runs_leave_roi", "yes", "runs_leave_roi"),
    ("run_distance_mm", 0, "run_distance_mm"),
    ("run_distance_mm", "100", "run_distance_mm"),
    ("run_distance_mm", True, "run_distance_mm"),
    ("size_zone_connectivity", 6, "size_zone_connectivity"),
    ("size_zone_connectivity", True, "size_zone_connectivity"),
    ("resample_mm", [1, 1], "resample_mm"),
    ("resample_mm", [1, 1, 0], "resample_mm"),
    ("resample_mm", [1, 1, "1"], "resample_mm"),
    ("resample_mm", 1, "resample_mm"),
    ("resample_mm", [1, 1, -1], "resample_mm"),
)
FAULTS = (
    *(Fault(name, write(content, FILE), reason, FILE) for name, content, reason in TEXT),
    *(
        Fault(f"{key}-{number}", lambda desk, key=key, to=to: desk.set_json(FILE, key, value=to), reason, FILE)
        for number, (key, to, reason) in enumerate(SETTINGS)
    ),
    Fault("gone", lambda desk: (desk / FILE).unlink(), "does not exist", FILE),
)
CASES = ((FAULTS, (extract_profile, predict_profile, cohort_profile, python_profile)),)
