"""DICOM objects that leave the program: series, segmentations and structure sets (extra `dicom`)."""
