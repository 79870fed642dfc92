"""The paper of Wen et al. 2024 done again: its tables and figures on other patients, beside its printed values."""
