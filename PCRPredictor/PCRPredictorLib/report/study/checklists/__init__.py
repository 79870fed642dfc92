"""Drafts of reporting checklists, filled from a training run as far as it knows the answer."""
