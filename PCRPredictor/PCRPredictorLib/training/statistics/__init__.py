"""Validation statistics, one file each; every function takes plain arrays and returns plain numbers."""
