"""The same features of many contours of one lesion, without going through the whole image each time."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from ..imaging import Mask, PhaseImage
from ..imaging.checks import require_scorable
from ..imaging.orientation import to_lps
from .ak396.grey_levels import Region
from .extraction import extract, measure_region, offsets_of, ordered
from .profile import AK396Profile, Profile
from .undefined import require_defined


class ContourSeries:
    """Extracts features of contours that all lie in one box of an image.

    The values are those of `extract` on the whole image; notices are left out.

    Parameters
    ----------
    image : PhaseImage
        In the axis order of the profile, as `extraction.measured_grid` gives it.
    mask : Mask
        Any contour on the grid of `image`; names the lesion in messages.
    box : tuple of slice
        Part of the grid, in array order, that holds all contours.
    profile : AK396Profile or PyradiomicsProfile
    only : iterable of str, optional
        Names to compute; all if not given.

    Raises
    ------
    InputError
        A name is unknown.
    ValueError
        The image is not in the axis order of the profile.
    """

    def __init__(
        self,
        image: PhaseImage,
        mask: Mask,
        box: tuple[slice, ...],
        profile: Profile,
        only: Iterable[str] | None = None,
    ) -> None:
        self.names = ordered(only, profile)
        if profile.orientation == "LPS" and to_lps(image) is not image:
            raise ValueError("the image is not in the axis order that is measured; ask measured_grid for it")
        self._image, self._mask, self._box, self._profile = image, mask, box, profile
        slices, rows, columns = (side.stop - side.start for side in box)
        start = (box[2].start, box[1].start, box[0].start, 1)
        x, y, z = (float(value) for value in (image.geometry.index_to_world @ start)[:3])
        geometry = replace(image.geometry, shape=(slices, rows, columns), origin=(x, y, z))
        self._crop = replace(image, array=image.array[box], geometry=geometry)

    def extract(self, inside: np.ndarray) -> dict[str, float]:
        """Features of one contour.

        Parameters
        ----------
        inside : numpy.ndarray
            Boolean, over the box.

        Raises
        ------
        InputError
            The contour cannot be scored (see `imaging.checks.check_roi`), or a feature does not exist on it.
        """
        profile = self._profile
        if not isinstance(profile, AK396Profile) or profile.resample_mm is not None:
            return extract(self._image, self._whole(inside), profile, self.names).features
        mask = replace(self._mask, array=inside, geometry=self._crop.geometry)
        require_scorable(self._crop, mask, offsets_of(self.names))
        region = Region.cut(self._crop.array, inside, self._crop.geometry.spacing, profile.lower_bound)
        first, second, third = (side.start + offset for side, offset in zip(self._box, region.start, strict=True))
        region = replace(region, start=(first, second, third), image_shape=self._image.geometry.shape)
        found, _ = measure_region(region, profile, self.names)
        return require_defined(found, self.names, mask.source)

    def _whole(self, inside: np.ndarray) -> Mask:
        array = np.zeros(self._image.geometry.shape, dtype=bool)
        array[self._box] = inside
        return replace(self._mask, array=array, geometry=self._image.geometry)
