"""Dice of proposed contours against the truth: ``python Testing/imaging/studies/proposal_dice.py WHICH [PATIENTS]``.

Prints the tables of Docs/contours.md, WHICH being ``simulated`` (patients, both phases) or ``lits``: the lesions of
the LiTS crop that it leaves whole (where ../shared/data is). Each has those that the constants of `contour_proposal`
were chosen on and others that were not looked at; from a diameter that is drawn well, too short, too long or aside;
with a line across and strokes.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_image
from PCRPredictorLib.imaging import Mask, PhaseImage
from PCRPredictorLib.imaging.contour_proposal import propose_contour
from PCRPredictorLib.imaging.lesion_hints import NO_HINTS
from PCRPredictorLib.imaging.lesion_line import LesionLine
from PCRPredictorLib.mrml.grow_cut import grow_cut
from PCRPredictorLib.presenter.patient.line_proposal import propose_in_both
from PCRPredictorLib.simulation import simulate_patient
from scipy import ndimage

from Testing.imaging.studies.careful_reader import line_across, longest_line, stroke_on_error

CHOSEN_ON, JUDGED_ON = 4001, 2077
"""Seeds of the simulated patients."""
PATIENTS_CHOSEN_ON = 25  # of 40
DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "ct_liver"
LEAST_VOXELS = 64
DRAWN = {
    "as it is": (1.0, 0.0),
    "10 % too short": (0.9, 0.0),
    "10 % too long": (1.1, 0.0),
    "5 mm aside": (1.0, 5.0),
}
STROKES = 2

Case = tuple[str, PhaseImage, Mask]


@dataclass(frozen=True)
class Outcome:
    """How good one proposal is."""

    dice: float
    sphere: float
    is_doubtful: bool


def sphere(mask: Mask, line: LesionLine) -> np.ndarray:
    index = np.indices(mask.array.shape)[::-1].reshape(3, -1)
    world = mask.geometry.index_to_world[:3, :3] @ index + mask.geometry.index_to_world[:3, 3:]
    return (np.linalg.norm(world - line.center[:, None], axis=0) <= line.length_mm / 2).reshape(mask.array.shape)


def dice(one: np.ndarray, other: np.ndarray) -> float:
    return 2 * np.count_nonzero(one & other) / (np.count_nonzero(one) + np.count_nonzero(other))


def simulated(seed: int, patients: int) -> Iterator[Case]:
    for number in range(patients):
        patient = simulate_patient(np.random.SeedSequence(seed, spawn_key=(number,)))
        yield f"{number} arterial", patient.arterial, patient.arterial_mask
        yield f"{number} portal", patient.portal, patient.portal_mask


def of_lits() -> Iterator[Case]:
    image = read_image(DATA / "LiTS-117_crop128_ct.nii.gz")
    labels = read_image(DATA / "LiTS-117_crop128_label_1liver_2tumor.nii.gz", any_modality=True).array
    parts, _ = ndimage.label(labels == 2, np.ones((3, 3, 3)))
    for number, box in enumerate(ndimage.find_objects(parts), start=1):
        array = parts == number
        is_cut = any(side.start == 0 or side.stop == length for side, length in zip(box, array.shape, strict=True))
        if np.count_nonzero(array) >= LEAST_VOXELS and not is_cut:
            yield f"lesion {number}", image, Mask(array, image.geometry)


def outcomes(case: Case, line: LesionLine, strokes: int = 0, across: bool = False) -> list[Outcome]:
    """The proposal, and as many more as there are strokes, each drawn over the largest error that is left."""
    name, image, mask = case
    hints = NO_HINTS.with_one("across", line_across(mask, line)) if across else NO_HINTS
    floor = dice(sphere(mask, line), mask.array)
    found: list[Outcome] = []
    for _ in range(strokes + 1):
        try:
            proposal = propose_contour(image, line, grow_cut, hints)
        except InputError as error:
            print(f"  {name}: {error}")
            return [Outcome(0.0, floor, True)] * (strokes + 1)
        found.append(Outcome(dice(proposal.mask.array, mask.array), floor, proposal.is_doubtful))
        stroke = stroke_on_error(proposal.mask.array, mask)
        if stroke is None:
            break
        hints = hints.with_one(*stroke)
    return found + found[-1:] * (strokes + 1 - len(found))


def print_row(title: str, found: list[Outcome]) -> None:
    values, floors = (np.array([getattr(each, name) for each in found]) for name in ("dice", "sphere"))
    bad, doubtful = values < 0.75, np.array([each.is_doubtful for each in found])
    print(
        f"{title}: {len(values)} lesions, median {np.median(values):.3f}, 5th percentile "
        f"{np.percentile(values, 5):.3f}, above the sphere {np.mean(values > floors):.0%} (its median "
        f"{np.median(floors):.3f}); below 0.75: {bad.sum()}, of which flagged {np.sum(bad & doubtful)}; "
        f"others flagged {np.sum(~bad & doubtful)}",
        flush=True,
    )


def print_carried(cases: list[Case]) -> None:
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
        f"portal contour from the arterial line: {len(values)} lesions, median {np.median(values):.3f}, 5th "
        f"percentile {np.percentile(values, 5):.3f}; refused {failed}",
        flush=True,
    )


def print_set(name: str, cases: list[Case]) -> None:
    for drawn, (scale, aside) in DRAWN.items():
        lines = [longest_line(mask, scale, aside) for _, _, mask in cases]
        found = [outcomes(case, line)[0] for case, line in zip(cases, lines, strict=True)]
        if name.startswith("LiTS") and drawn == "as it is":
            for (lesion, _, mask), line, each in zip(cases, lines, found, strict=True):
                size = f"{line.length_mm:.0f} mm, {mask.voxel_count} voxels"
                said = f"{each.dice:.2f}, sphere {each.sphere:.2f}{', doubtful' if each.is_doubtful else ''}"
                print(f"  {lesion}, {size}: {said}")
        print_row(f"{name}, diameter {drawn}", found)
    lines = [longest_line(mask) for _, _, mask in cases]
    crossed = [outcomes(case, line, across=True)[0] for case, line in zip(cases, lines, strict=True)]
    print_row(f"{name}, with a line across", crossed)
    stroked = [outcomes(case, line, STROKES) for case, line in zip(cases, lines, strict=True)]
    for count in range(1, STROKES + 1):
        print_row(f"{name}, with {count} strokes", [each[count] for each in stroked])


def main() -> None:
    which, patients = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 50
    if which == "lits":
        lesions = list(of_lits())
        print_set("LiTS-117, judged", lesions[1::2])
        print_set("LiTS-117, chosen on", lesions[::2])
        return
    judged = list(simulated(JUDGED_ON, patients))
    print_set("simulated, judged", judged)
    print_carried(judged)
    print_set("simulated, chosen on", list(simulated(CHOSEN_ON, min(patients, PATIENTS_CHOSEN_ON))))


if __name__ == "__main__":
    main()
