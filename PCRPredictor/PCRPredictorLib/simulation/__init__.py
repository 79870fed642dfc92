"""The simulated two-phase liver patient, and cohorts of them. Everything made here is marked simulated."""

from .cohort import write_cohort
from .patient import SimulatedPatient, Tissue, simulate_patient
from .truth import SimulationTruth

__all__ = ["SimulatedPatient", "SimulationTruth", "Tissue", "simulate_patient", "write_cohort"]
