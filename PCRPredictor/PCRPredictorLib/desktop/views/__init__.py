"""What the slice views show, how it looks, and what a click or a line in them does."""
