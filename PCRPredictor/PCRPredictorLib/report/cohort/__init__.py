"""The report on a cohort of images and contours."""
