"""What the presenter needs to know of the place where volumes and contours live."""

from collections.abc import Hashable, Iterator
from typing import Protocol

from ...imaging import Acquisition, Mask, PhaseImage
from ...imaging.identity import Identity


class CaseSource(Protocol):
    """A scene, or whatever holds volumes and contours; items go by id.

    `image` and `mask` raise InputError with one sentence where the item cannot be used.
    """

    def volumes(self) -> dict[str, str]:
        """Volume ids and names (series descriptions), in the order to be shown."""

    def segmentations(self) -> dict[str, str]:
        """Segmentation ids and names."""

    def segments(self, segmentation_id: str) -> dict[str, str]:
        """Segment ids and names of one segmentation."""

    def lesion_segments(self, segmentation_id: str) -> set[str]:
        """Ids of the segments of one segmentation that are coded as a lesion."""

    def image(self, volume_id: str) -> PhaseImage:
        """A copy of the volume."""

    def image_in_steps(self, volume_id: str) -> Iterator[PhaseImage | None]:
        """A copy of the volume, made in short steps: None after each of them, the image as the last."""

    def described(self, volume_id: str, image: PhaseImage) -> PhaseImage:
        """A copy of the volume made earlier, voxels untouched, with what is said of it now: it may be renamed."""

    def header(self, volume_id: str) -> tuple[Acquisition, Identity]:
        """What is known of how a volume was acquired, and whose it is, for the screen only."""

    def drawn_on(self, segmentation_id: str) -> str | None:
        """The volume that a segmentation was drawn on; None where that is not known."""

    def mask(self, segmentation_id: str, segment_id: str, volume_id: str) -> Mask:
        """A copy of the contour as voxels, on the volume's grid where possible."""

    def volume_revision(self, volume_id: str) -> Hashable:
        """A value that changes whenever voxels, place or parent transforms of the volume may have changed."""

    def contour_revision(self, segmentation_id: str, segment_id: str) -> Hashable:
        """A value that changes whenever voxels, place or parent transforms of the contour may have changed."""

    def add_contour(self, mask: Mask, name: str, volume_id: str) -> tuple[str, str]:
        """Add a contour drawn on a volume; returns its segmentation id and segment id."""

    def show_contour(self, segmentation_id: str, segment_id: str, shown: bool) -> None:
        """Show or hide a contour in the views; one that is gone is no error."""

    def remove_contour(self, segmentation_id: str) -> None:
        """Remove a contour that `add_contour` made; one the user removed already is no error."""
