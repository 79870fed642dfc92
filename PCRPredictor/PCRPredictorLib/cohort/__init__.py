"""From a manifest of hundreds of patients to one table of features, losing nothing."""
