"""What every interactive door decides: plain state and signals, no Qt, no web, no scene."""
