"""What only Slicer as an application gives: its language, threads, processes, packages and DICOM database."""
