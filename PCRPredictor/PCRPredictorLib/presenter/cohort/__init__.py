"""What a door decides about a cohort: its table, a model or a calibration made from it."""
