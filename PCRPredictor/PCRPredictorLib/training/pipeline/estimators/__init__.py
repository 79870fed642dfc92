"""The steps of the training pipeline, each a scikit-learn estimator of its own."""
