"""A phase image and its mask as plain arrays on a stated grid."""

from .geometry import Geometry
from .mask import Mask
from .phase_image import Acquisition, PhaseImage

__all__ = ["Acquisition", "Geometry", "Mask", "PhaseImage"]
