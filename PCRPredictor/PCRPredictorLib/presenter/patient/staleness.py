"""Whether a result still belongs to what is on the screen: fingerprints of contents, not of times."""

import hashlib
from collections.abc import Mapping

import numpy as np

from ...files import canonical_hash
from ...imaging import Geometry, Mask, PhaseImage


def image_fingerprint(image: PhaseImage) -> str:
    """SHA-256 over voxels, their type and their place."""
    return _fingerprint(image.array, image.geometry)


def mask_fingerprint(mask: Mask) -> str:
    """SHA-256 over the voxels of a contour and their place; how far the grid extends beyond it does not count."""
    box = mask.box
    if box is None:
        return _fingerprint(mask.array[:0], mask.geometry)
    return _fingerprint(mask.array[box], mask.geometry.cut(box))


def combined_fingerprint(parts: Mapping[str, object]) -> str:
    """One fingerprint of all that a result depends on, by name (JSON values, finite)."""
    return canonical_hash(dict(parts))


def _fingerprint(array: np.ndarray, geometry: Geometry) -> str:
    digest = hashlib.sha256(f"{array.dtype.str} {array.shape}".encode())
    # Rounded to a nanometre, so that the last bit of a matrix product does not make a result stale.
    digest.update((np.round(geometry.index_to_world, 6) + 0.0).tobytes())
    digest.update(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
    return digest.hexdigest()
