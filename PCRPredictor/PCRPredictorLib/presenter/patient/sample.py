"""The simulated patient that every interactive door offers to try the program on."""

from ...simulation import SimulatedPatient, simulate_patient
from .state import Phase

SAMPLE_SEED = 14
"""One that both published models call alike on the shipped calibrations, and that lies inside their domain."""
SAMPLE_NAMES: dict[Phase, str] = {"arterial": "Simulated arterial phase", "portal": "Simulated portal venous phase"}


def sample_patient() -> SimulatedPatient:
    """The same patient in every door; takes about half a second, so make it beside the user interface."""
    return simulate_patient(SAMPLE_SEED)
