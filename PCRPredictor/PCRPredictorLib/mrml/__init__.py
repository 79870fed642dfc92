"""MRML nodes to imaging objects and back, in desktop Slicer or on headless ``slicer-core`` scenes."""

from .scene import HeadlessScene
from .scene_case import SceneCase
from .segments import add_segment, mask_from_segment, segment_names, segmentation_node_from_mask, sole_segment_id
from .tables import contributions_table, features_table, fill_table
from .volumes import image_from_node, volume_node_from_image

__all__ = [
    "HeadlessScene",
    "SceneCase",
    "add_segment",
    "contributions_table",
    "features_table",
    "fill_table",
    "image_from_node",
    "mask_from_segment",
    "segment_names",
    "segmentation_node_from_mask",
    "sole_segment_id",
    "volume_node_from_image",
]
