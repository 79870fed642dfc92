"""The steps of the training pipeline, each a scikit-learn estimator of its own."""

from ...packages import LEARNERS, require_packages

require_packages(LEARNERS)  # before a step's own import of them fails without a word on how to install them
