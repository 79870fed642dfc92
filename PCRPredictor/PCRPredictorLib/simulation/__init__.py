"""The simulated two-phase liver patient, and cohorts of them. Everything made here is marked simulated."""

from .cohort import SOURCE_COLUMN, write_cohort
from .outcomes import OutcomeSource
from .patient import SimulatedPatient, Tissue, simulate_patient
from .truth import SimulationTruth

__all__ = [
    "SOURCE_COLUMN",
    "OutcomeSource",
    "SimulatedPatient",
    "SimulationTruth",
    "Tissue",
    "simulate_patient",
    "write_cohort",
]
