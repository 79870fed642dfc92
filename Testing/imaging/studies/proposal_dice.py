"""Dice of proposed contours against the truth: ``python Testing/imaging/studies/proposal_dice.py [PATIENTS]``.

Prints the tables of Docs/contours.md: simulated patients (both phases), the lesions of the LiTS crop that it leaves
whole (where ../shared/data is), and both from a diameter that is drawn too short, too long or aside.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_image
from PCRPredictorLib.imaging import Mask, PhaseImage
from PCRPredictorLib.imaging.contour_proposal import propose_contour
from PCRPredictorLib.imaging.lesion_line import LesionLine
from PCRPredictorLib.mrml.grow_cut import grow_cut
from PCRPredictorLib.presenter.patient.line_proposal import propose_in_both
from PCRPredictorLib.simulation import simulate_patient
from scipy import ndimage

SEED = 77
DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "ct_liver"
LEAST_VOXELS = 64
DRAWN = {
    "as it is": (1.0, 0.0),
    "10 % too short": (0.9, 0.0),
    "10 % too long": (1.1, 0.0),
    "5 mm aside": (1.0, 5.0),
}


def longest_line(mask: Mask, scale: float = 1.0, aside_mm: float = 0.0) -> LesionLine:
    """The longest distance between two voxels of one slice, scaled about its middle and moved across."""
    best = (0.0, np.zeros(3), np.zeros(3))
    matrix = mask.geometry.index_to_world
    for place, plane in enumerate(mask.array):
        edge = np.argwhere(plane & ~ndimage.binary_erosion(plane))
        if not len(edge):
            continue
        index = np.column_stack([edge[:, ::-1], np.full(len(edge), place)])
        world = index @ matrix[:3, :3].T + matrix[:3, 3]
        apart = np.linalg.norm(world[:, None] - world[None], axis=-1)
        first, second = np.unravel_index(apart.argmax(), apart.shape)
        if apart[first, second] > best[0]:
            best = (float(apart[first, second]), world[first], world[second])
    length, start, end = best
    middle, across = (start + end) / 2, np.cross([0, 0, 1], (end - start) / length) * aside_mm
    ends = [tuple((middle + (end_ - middle) * scale + across).tolist()) for end_ in (start, end)]
    return LesionLine(*ends)


def sphere(mask: Mask, line: LesionLine) -> np.ndarray:
    index = np.indices(mask.array.shape)[::-1].reshape(3, -1)
    world = mask.geometry.index_to_world[:3, :3] @ index + mask.geometry.index_to_world[:3, 3:]
    return (np.linalg.norm(world - line.center[:, None], axis=0) <= line.length_mm / 2).reshape(mask.array.shape)


def dice(one: np.ndarray, other: np.ndarray) -> float:
    return 2 * np.count_nonzero(one & other) / (np.count_nonzero(one) + np.count_nonzero(other))


def simulated(patients: int) -> Iterator[tuple[str, PhaseImage, Mask]]:
    for number in range(patients):
        patient = simulate_patient(np.random.SeedSequence(SEED, spawn_key=(number,)))
        yield f"{number} arterial", patient.arterial, patient.arterial_mask
        yield f"{number} portal", patient.portal, patient.portal_mask


def of_lits() -> Iterator[tuple[str, PhaseImage, Mask]]:
    image = read_image(DATA / "LiTS-117_crop128_ct.nii.gz")
    labels = read_image(DATA / "LiTS-117_crop128_label_1liver_2tumor.nii.gz", any_modality=True).array
    parts, _ = ndimage.label(labels == 2, np.ones((3, 3, 3)))
    for number, box in enumerate(ndimage.find_objects(parts), start=1):
        array = parts == number
        is_cut = any(side.start == 0 or side.stop == length for side, length in zip(box, array.shape, strict=True))
        if np.count_nonzero(array) >= LEAST_VOXELS and not is_cut:
            yield f"lesion {number}", image, Mask(array, image.geometry)


def print_carried(cases: list[tuple[str, PhaseImage, Mask]]) -> None:
    """The portal contour from the line that was drawn on the arterial phase, carried by alignment."""
    values, failed = [], 0
    for (_, arterial, drawn), (_, portal, truth) in zip(cases[::2], cases[1::2], strict=True):
        try:
            _, other, _ = propose_in_both(arterial, longest_line(drawn), portal, grow_cut)
        except InputError as error:
            print(f"  not carried: {error}")
            failed += 1
            continue
        values.append(dice(other.mask.array, truth.array))
    print(
        f"simulated, portal contour from the arterial line: {len(values)} lesions, median {np.median(values):.3f}, 5th "
        f"percentile {np.percentile(values, 5):.3f}; refused {failed}",
        flush=True,
    )


def main() -> None:
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    sets = {"simulated": list(simulated(patients))}
    if DATA.is_dir():
        sets["LiTS-117"] = list(of_lits())
    print_carried(sets["simulated"])
    for name, cases in sets.items():
        for drawn, (scale, aside) in DRAWN.items():
            rows = []
            for case, image, mask in cases:
                line = longest_line(mask, scale, aside)
                try:
                    proposal = propose_contour(image, line, grow_cut)
                    found = proposal.mask.array, proposal.is_doubtful
                except InputError as error:
                    print(f"  {case}: {error}")
                    found = np.zeros_like(mask.array), True
                rows.append((dice(found[0], mask.array), dice(sphere(mask, line), mask.array), found[1]))
                if name != "simulated" and drawn == "as it is":
                    size = f"{line.length_mm:.0f} mm, {mask.voxel_count} voxels"
                    print(f"  {case}, {size}: {rows[-1][0]:.2f}, sphere {rows[-1][1]:.2f}{', doubtful' * rows[-1][2]}")
            values, spheres, doubtful = (np.array(column) for column in zip(*rows, strict=True))
            bad = values < 0.75
            print(
                f"{name}, diameter {drawn}: {len(values)} lesions, median {np.median(values):.3f}, 5th percentile "
                f"{np.percentile(values, 5):.3f}, above the sphere {np.mean(values > spheres):.0%} (its median "
                f"{np.median(spheres):.3f}); below 0.75: {bad.sum()}, of which flagged {np.sum(bad & doubtful)}; "
                f"others flagged {np.sum(~bad & doubtful)}",
                flush=True,
            )


if __name__ == "__main__":
    main()
