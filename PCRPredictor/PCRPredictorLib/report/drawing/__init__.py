"""What every page is made of: the shell, SVG, slices and scales, and how numbers are written."""
