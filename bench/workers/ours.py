"""PCRPredictor: all features by the public call, their computation alone, the matrices alone, and from files."""

import hashlib
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

from PCRPredictorLib.features import extract
from PCRPredictorLib.features.ak396.coded_grid import coded_slabs
from PCRPredictorLib.features.ak396.cooccurrence import count_pairs
from PCRPredictorLib.features.ak396.directions import ANGLES
from PCRPredictorLib.features.ak396.grey_levels import Region
from PCRPredictorLib.features.ak396.runlength import count_runs
from PCRPredictorLib.features.catalogue import NAMES
from PCRPredictorLib.features.extraction import measure_region
from PCRPredictorLib.features.profile import DEFAULT_PROFILE
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.models.model_file import load_model
from protocol import serve

SMOTE_MODEL = "wen2024-smote-radiomics"


@dataclass(frozen=True)
class State:
    image: PhaseImage
    mask: Mask
    region: Region


def prepare(array, mask, spacing):
    geometry = Geometry(array.shape, spacing)
    region = Region.cut(array, mask, spacing)
    region.codes, region.code_counts, region.on_first_edge  # noqa: B018 - the codes are there before the matrices
    return State(PhaseImage(array, geometry), Mask(mask, geometry), region)


def features(state):
    """The public call: checks of the lesion, 396 features. A new mask each time, since a mask remembers its box."""
    return extract(state.image, replace(state.mask)).features


def computation(state):
    """The 396 features without the checks."""
    region = Region.cut(state.image.array, state.mask.array, state.image.geometry.spacing)
    return measure_region(region, DEFAULT_PROFILE, NAMES)[0]


def ten(state):
    """The features of the published SMOTE model, each phase's from the same lesion."""
    model = load_model(SMOTE_MODEL)
    found = {}
    mask = replace(state.mask)
    for phase in ("arterial", "portal"):
        names = [feature.name for feature in model.features if feature.phase == phase]
        found |= {(phase, name): value for name, value in extract(state.image, mask, only=names).features.items()}
    return found


def matrices(state):
    """Four co-occurrence and four run-length matrices at offset 1 from grey codes; sum of squares of each."""
    slabs = coded_slabs(state.region)
    found = []
    for angle in ANGLES:
        pairs = count_pairs(slabs, (angle, 1))
        found.append(int(((pairs + pairs.T) ** 2).sum()))
    for angle in ANGLES:
        runs = count_runs(state.region, slabs, (angle, 1), leave_roi=False, range_mm=None)
        found.append(int((runs.sum(axis=1) ** 2).sum()))
    return found


def from_files(files):
    """Both files read, checked and hashed, and the 396 features."""
    return extract(read_image(files["image"]), read_mask(files["mask"])).features


def image_alone(files):
    return read_image(files["image"]).array


def mask_alone(files):
    return read_mask(files["mask"]).array


def floor(files):
    """What no reader can do without: each file's bytes hashed by SHA-256 and their gzip payload inflated, once.

    Inflated piece by piece and thrown away, which costs less than keeping it.
    """
    inflated = 0
    for name in files.values():
        content = Path(name).read_bytes()
        payload = memoryview(content)[content.index(b"\x1f\x8b\x08") :]
        inflater = zlib.decompressobj(31)
        for begin in range(0, len(payload), 1 << 16):
            piece = inflater.decompress(payload[begin : begin + (1 << 16)], 1 << 18)
            while piece:
                inflated += len(piece)
                piece = inflater.decompress(inflater.unconsumed_tail, 1 << 18)
        hashlib.sha256(content).hexdigest()
    return range(inflated)


if __name__ == "__main__":
    serve(
        prepare,
        {
            "features": features,
            "computation": computation,
            "ten": ten,
            "matrices": matrices,
            "from files": from_files,
            "image alone": image_alone,
            "mask alone": mask_alone,
            "floor": floor,
        },
    )
