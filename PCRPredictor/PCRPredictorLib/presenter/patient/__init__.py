"""What a door decides about one patient: inputs, contour, model, prediction, and what can be taken away."""
