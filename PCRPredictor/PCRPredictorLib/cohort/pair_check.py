"""Whether the two phases of a case can be what the manifest gives them as; from names and headers alone."""

from pathlib import Path, PurePath

from ..errors import InputError, Notice
from ..formats.readers import read_grid
from ..imaging import Geometry
from ..imaging.pairing import (
    grid_contradictions,
    header_contradictions,
    header_notices,
    image_name,
    name_contradictions,
    require_confirmed,
)
from .manifest import CONFIRMED_COLUMN

HOW_TO_CONFIRM = f"write yes in the manifest's column '{CONFIRMED_COLUMN}' where the phases are right"


def check_pair_of_files(images: tuple[str, str], masks: tuple[str, str], confirmed: bool) -> tuple[Notice, ...]:
    """The checks of `imaging.pairing.check_pair` that need no voxels.

    Parameters
    ----------
    images, masks : tuple of str
        Paths of the arterial and of the portal phase.
    confirmed : bool
        Whether the manifest confirms the phases.

    Raises
    ------
    InputError
        An image cannot be read; or there is a contradiction that is not confirmed.
    """
    (first_grid, first), (second_grid, second) = (read_grid(path) for path in images)
    found = header_contradictions(first, second)
    found += name_contradictions((image_name(first, images[0]), image_name(second, images[1])))
    found += name_contradictions((PurePath(masks[0]).name, PurePath(masks[1]).name), "contour")
    mask_grids = _grid(masks[0]), _grid(masks[1])
    if mask_grids[0] is not None and mask_grids[1] is not None:
        found += grid_contradictions((first_grid, second_grid), (mask_grids[0], mask_grids[1]))
    require_confirmed(found, confirmed, images, HOW_TO_CONFIRM)
    return tuple(one.notice() for one in found) + header_notices(first, second)


def _grid(path: str) -> Geometry | None:
    """Grid of a mask; None where its header does not tell, which is said where the mask itself is read."""
    try:
        return None if Path(path).is_dir() else read_grid(path)[0]
    except InputError:
        return None
