"""What an extraction costs: memory that follows the lesion alone, and one result whatever the threads."""

import json
import os
import subprocess
import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PCRPredictorLib.features import extract
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage

MEGABYTE = 1 << 20
HUGE = (200, 1000, 1000)


def lesion_in(shape, box=(8, 20, 20)):
    """Noise in a box in the middle of an image whose other pages are never written, as image and mask."""
    array, mask = np.zeros(shape, dtype=np.int16), np.zeros(shape, dtype=bool)
    place = tuple(slice((out - length) // 2, (out + length) // 2) for out, length in zip(shape, box, strict=True))
    array[place] = np.random.default_rng(4).integers(1, 64, box)
    mask[place] = True
    geometry = Geometry(shape)
    return PhaseImage(array, geometry), Mask(mask, geometry)


def peak_bytes(image, mask):
    tracemalloc.start()
    extract(image, mask)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


@pytest.fixture(scope="module", autouse=True)
def _everything_imported():
    """So that tracemalloc sees the arrays and not the first import."""
    extract(*lesion_in((12, 30, 30)))


def test_200_megavoxels_with_a_small_lesion_cost_what_the_lesion_costs():
    """The whole call with its checks: an index or a copy of the image would be 200 MB at least."""
    alone, in_huge = peak_bytes(*lesion_in((8, 20, 20))), peak_bytes(*lesion_in(HUGE))
    assert in_huge < alone + MEGABYTE


def test_memory_grows_with_the_lesion_by_less_than_16_bytes_a_voxel():
    small, large = (40, 60, 60), (40, 120, 120)
    grown = peak_bytes(*lesion_in(large, large)) - peak_bytes(*lesion_in(small, small))
    assert grown < 16 * (np.prod(large) - np.prod(small))


IMPORTS = """
import sys
import numpy as np
from PCRPredictorLib.features import extract
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
shape = (12, 30, 30)
geometry = Geometry(shape)
array = np.random.default_rng(7).integers(1, 90, shape)
extract(PhaseImage(array, geometry), Mask(np.ones(shape, dtype=bool), geometry))
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"scipy", "SimpleITK", "pandas", "sklearn"}))
"""


def test_a_first_extraction_imports_nothing_heavy():
    """SciPy's images module alone takes longer to import than a million voxels to measure."""
    done = subprocess.run([sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


PROGRAM = """
import json, sys
import numpy as np
from PCRPredictorLib.features import extract
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
shape = (12, 90, 90)
array = np.random.default_rng(7).normal(40, 30, shape).round().astype(np.int16)
geometry = Geometry(shape, (0.7, 0.7, 3.0))
found = extract(PhaseImage(array, geometry), Mask(np.ones(shape, dtype=bool), geometry)).features
json.dump({name: value.hex() for name, value in found.items()}, sys.stdout)
"""


def features_with_threads(number):
    limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(number))
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True, env=os.environ | limits)
    return json.loads(done.stdout)


def test_the_same_bits_whatever_the_number_of_threads():
    one, many = features_with_threads(1), features_with_threads(4)
    assert len(one) == 396
    assert one == many


def test_the_same_bits_from_several_threads_at_once():
    case = lesion_in((20, 50, 50), (16, 40, 40))
    alone = extract(*case).features
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: extract(*case).features, range(8)))
    assert together == [alone] * 8
