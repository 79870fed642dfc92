"""What is fitted: settings, steps, folds, and the way from a fitted pipeline to a model file."""
