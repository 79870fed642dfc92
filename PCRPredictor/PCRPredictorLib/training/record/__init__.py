"""What a training run or a validation found, as JSON."""
