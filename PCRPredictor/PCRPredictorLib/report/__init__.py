"""What a person reads: the one-page patient report."""

from .patient_report import patient_report, write_patient_report

__all__ = ["patient_report", "write_patient_report"]
