"""What became of predictions that were made: scored tables beside the outcomes that came later."""
