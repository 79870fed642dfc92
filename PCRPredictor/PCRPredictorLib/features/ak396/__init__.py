"""The A.K.-396 feature families, one file each; the formulas are those of ``Docs/method.md``."""
