"""The abdomen around the lesion: body wall, bones, great vessels, and the organs that move with breathing."""

from dataclasses import dataclass, fields, replace

import numpy as np

from .shapes import Grid, smooth_union


@dataclass(frozen=True, eq=False)
class Organs:
    """Level functions (mm, negative inside) and fields of what moves with breathing."""

    liver: np.ndarray
    parenchyma: np.ndarray
    portal_vein: np.ndarray
    hepatic_vein: np.ndarray
    hepatic_artery: np.ndarray
    gallbladder: np.ndarray
    spleen: np.ndarray
    kidneys: np.ndarray
    stomach: np.ndarray
    pancreas: np.ndarray
    bowel: np.ndarray

    def moved(self, shift_zyx: np.ndarray) -> "Organs":
        """The organs displaced by voxels along (slice, row, column)."""
        return replace(self, **{item.name: move(getattr(self, item.name), shift_zyx) for item in fields(self)})


@dataclass(frozen=True, eq=False)
class Frame:
    """Level functions of what stays where it is."""

    body: np.ndarray
    wall: np.ndarray
    cavity: np.ndarray
    ribs: np.ndarray
    back_muscles: np.ndarray
    spine: np.ndarray
    spinal_canal: np.ndarray
    aorta: np.ndarray
    vena_cava: np.ndarray


def move(field: np.ndarray, shift_zyx: np.ndarray) -> np.ndarray:
    """Displace a field by voxels along (slice, row, column); linear, the border value goes on outside."""
    for axis, shift in enumerate(shift_zyx):
        place = np.arange(field.shape[axis]) - shift
        before = np.floor(place).astype(int)
        share = np.float32(place[0] - before[0])
        last = field.shape[axis] - 1
        lower = np.take(field, np.clip(before, 0, last), axis)
        upper = np.take(field, np.clip(before + 1, 0, last), axis)
        field = lower + share * (upper - lower)
    return field


def make_frame(grid: Grid, generator: np.random.Generator) -> Frame:
    """Body wall, bones and great vessels of a patient of random girth."""
    girth = generator.uniform(0.95, 1.04)
    fat = generator.uniform(9.0, 17.0)
    half_width, half_depth = 150 * girth, 112 * girth
    muscle = 14.0

    def shell(depth: float) -> np.ndarray:
        return grid.cylinder((0, 0), (half_width - depth, half_depth - depth), power=2.3)

    cavity = shell(fat + muscle)
    angle = np.arctan2(grid.y, grid.x)
    along_ribs = np.cos(11 * angle + 0.16 * grid.z * np.sign(grid.x))
    back = np.minimum(grid.cylinder((-34, 82), (27, 17)), grid.cylinder((34, 82), (27, 17)))
    vertebra = grid.cylinder((0, 60), (22, 17), power=2.4)
    processes = np.minimum(grid.cylinder((0, 92), (4, 14)), grid.cylinder((0, 83), (26, 4)))
    return Frame(
        body=shell(0),
        wall=shell(fat),
        cavity=cavity,
        ribs=np.maximum(np.abs(cavity - 5) - 3.5, (0.55 - along_ribs) * 12).astype(np.float32),
        back_muscles=back,
        spine=np.minimum(vertebra, processes),
        spinal_canal=grid.cylinder((0, 82), (8, 7)),
        aorta=grid.cylinder((14, 33), (10.5, 10.5)),
        vena_cava=grid.cylinder((-24, 34), (13, 10)),
    )


def make_organs(grid: Grid, frame: Frame, generator: np.random.Generator) -> Organs:
    """Liver with its vessels, and its neighbors, with small random differences in size and place."""
    size = generator.uniform(0.95, 1.05, 6)
    gallbladder = grid.ellipsoid((-38, -42, -48), (15 * size[0], 20 * size[0], 24))
    kidneys = np.minimum(
        grid.ellipsoid((-60, 52, -62 * size[1]), (25, 23, 46)), grid.ellipsoid((62, 54, -52 * size[1]), (25, 23, 46))
    )
    right_lobe = grid.ellipsoid((-72, -6, 0), (74 * size[2], 84 * size[2], 105))
    left_lobe = grid.ellipsoid((8, -56, 14), (72 * size[3], 31, 52))
    liver = smooth_union(right_lobe, left_lobe, 25.0)
    retroperitoneum = np.minimum(frame.vena_cava - 1, grid.cylinder((0, 58), (34, 32)))
    for obstacle in (gallbladder - 1, kidneys - 3, retroperitoneum):
        liver = np.maximum(liver, -obstacle)
    liver = np.maximum(liver, frame.cavity + 2)
    portal_points, portal_radii = _portal_tree(generator)
    vein_points, vein_radii = _hepatic_veins(generator)
    return Organs(
        liver=liver,
        parenchyma=grid.smooth_noise(generator, 4.0),
        portal_vein=grid.tubes(portal_points, portal_radii),
        hepatic_vein=grid.tubes(vein_points, vein_radii),
        hepatic_artery=grid.tubes(portal_points + np.array([2.5, -4.5, 0.0]), 0.32 * portal_radii),
        gallbladder=gallbladder,
        spleen=grid.ellipsoid((98, 34, 12), (28 * size[4], 46 * size[4], 52)),
        kidneys=kidneys,
        stomach=grid.ellipsoid((70, -26, 12), (40 * size[5], 36 * size[5], 70)),
        pancreas=grid.tubes(*_pancreas()),
        bowel=grid.tubes(*_bowel(generator)),
    )


def _portal_tree(generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    trunk = _branch(generator, np.array([14.0, 10.0, -30.0]), np.array([-0.85, -0.35, 0.35]), 6.5, 46, 0)
    hilum = trunk[0][-1]
    right = _branch(generator, hilum, np.array([-1.0, -0.05, 0.1]), 6.0, 34, 4)
    left = _branch(generator, hilum, np.array([0.45, -0.85, 0.25]), 5.0, 36, 3)
    return _joined([trunk, right, left])


def _hepatic_veins(generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    confluence = np.array([-26.0, 24.0, 34.0])
    directions = ((-0.95, -0.15, -0.3), (-0.5, -0.8, -0.3), (0.45, -0.85, -0.15))
    return _joined([_branch(generator, confluence, np.array(direction), 5.2, 44, 3) for direction in directions])


def _pancreas() -> tuple[np.ndarray, np.ndarray]:
    """Head beside the vena cava, tail towards the spleen."""
    along = np.linspace(0.0, 1.0, 50)
    points = np.stack([-18 + 92 * along, 4 - 26 * np.sin(2.2 * along) + 22 * along, -38 + 34 * along], axis=1)
    return points, 10.0 - 3.0 * along


def _bowel(generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A coil of small bowel below the stomach."""
    turn = np.linspace(0.0, 5 * np.pi, 150)
    winding = np.stack([24 * np.sin(turn), 34 * np.cos(0.37 * turn + 0.4), 7 * np.cos(1.3 * turn)], axis=1)
    points = np.array([60.0, -14.0, -50.0]) + winding + generator.normal(0.0, 4.0, 3)
    return points, np.full(len(points), 10.0)


def _joined(chains: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    return np.concatenate([points for points, _ in chains]), np.concatenate([radii for _, radii in chains])


def _branch(
    generator: np.random.Generator,
    start: np.ndarray,
    direction: np.ndarray,
    radius_mm: float,
    length_mm: float,
    forks: int,
) -> tuple[np.ndarray, np.ndarray]:
    """A tapering, slightly winding vessel that forks `forks` times; its points (n, 3) and radii (n,) in mm."""
    direction = direction / np.linalg.norm(direction)
    steps = np.arange(0.0, length_mm, 2.0)
    bend = generator.normal(0.0, 0.25, 3)
    points = start + np.outer(steps, direction) + np.outer(steps**2 / length_mm, bend)
    radii = radius_mm * (1 - 0.25 * steps / length_mm)
    chains = [(points, radii)]
    if forks:
        heading = direction + 2 * bend
        aside = np.cross(heading, generator.normal(0.0, 1.0, 3))
        aside = 0.65 * aside / np.linalg.norm(aside)
        chains += [
            _branch(generator, points[-1], heading + turn, 0.66 * radius_mm, 0.75 * length_mm, forks - 1)
            for turn in (aside, -aside)
        ]
    return _joined(chains)
