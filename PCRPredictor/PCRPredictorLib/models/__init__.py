"""Linear models on radiomic features: the model file, its calibration, the score and its explanation."""
