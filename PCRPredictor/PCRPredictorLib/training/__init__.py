"""Cohort table -> SMOTE / LASSO / logistic pipeline -> model, and the statistics that validate it."""
