"""Whose image it is, for the screen only: held in memory, and in nothing that is written, copied or sent."""

from __future__ import annotations

from .dicom_time import dicom_day, dicom_time


class Identity:
    """Name, identifier, study date and series time as the header states them; empty where it is silent.

    It has no fields that a writer could find: `repr`, `copy`, `pickle` and `dataclasses.asdict` give an identity
    that knows nothing.

    Parameters
    ----------
    patient_name : str
        DICOM's form, ``Family^Given``.
    patient_id : str
    study_date : str
        ``YYYYMMDD``.
    series_time : str
        ``HHMMSS``, with or without a fraction or colons.
    """

    __slots__ = ("_words",)

    def __init__(
        self, patient_name: str = "", patient_id: str = "", study_date: str = "", series_time: str = ""
    ) -> None:
        name = " ".join(patient_name.partition("=")[0].replace("^", " ").split())
        words = [name, f"ID {patient_id.strip()}" if patient_id.strip() else ""]
        self._words = (
            ", ".join(filter(None, words)) or "patient not stated",
            day.isoformat() if (day := dicom_day(study_date)) else "study date not stated",
            clock.isoformat() if (clock := dicom_time(series_time)) else "series time not stated",
        )

    def on_screen(self) -> str:
        """Patient, study date and series time in one line, for a screen and nothing else."""
        return "; ".join(self._words)

    def __repr__(self) -> str:
        return "Identity()"

    def __reduce__(self) -> tuple[type[Identity], tuple[()]]:
        return Identity, ()
