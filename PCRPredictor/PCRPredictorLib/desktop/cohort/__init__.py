"""The page "Cohort": a feature table, and a model trained on one."""
