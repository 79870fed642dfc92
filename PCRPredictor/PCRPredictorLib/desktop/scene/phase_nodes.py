"""A phase of a patient in a scene: its volume node, the segmentation node that holds its contour, the segment's id."""

from typing import Any

PhaseNodes = tuple[Any, Any, str]
