"""What a person reads: patient, cohort, training and validation reports. Importing the room draws nothing in."""
