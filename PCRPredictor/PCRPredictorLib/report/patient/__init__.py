"""The report on one patient."""
