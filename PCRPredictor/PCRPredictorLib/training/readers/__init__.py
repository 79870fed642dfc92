"""Two readers or moved contours: how far they agree, and whether enough of them are there."""
