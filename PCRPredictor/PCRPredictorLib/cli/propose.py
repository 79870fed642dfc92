"""`pcr-predictor propose`: the contour of a lesion proposed from its longest diameter."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import InputError
from ..optional import require
from .options import INPUT_PATH, OUTPUT_PATH, Command
from .output import check_output_file, closing_words, working
from .terminal import tell

if TYPE_CHECKING:
    from ..imaging.lesion_line import Stroke

SEGMENT = "tumor"
Points = tuple[str, str]
TWO_POINTS = "X,Y,Z X,Y,Z"


@click.command("propose", cls=Command)
@click.option("--image", required=True, type=INPUT_PATH, help="One phase: NRRD, NIfTI or MHA file, or a DICOM folder.")
@click.option("--from", "start", required=True, metavar="X,Y,Z", help="One end of the longest diameter, LPS mm.")
@click.option("--to", "end", required=True, metavar="X,Y,Z", help="The other end.")
@click.option("--across", nargs=2, metavar=TWO_POINTS, help="Both ends of a second line, across the longest diameter.")
@click.option("--belongs", nargs=2, multiple=True, metavar=TWO_POINTS, help="A stroke over lesion; may be repeated.")
@click.option("--foreign", nargs=2, multiple=True, metavar=TWO_POINTS, help="A stroke over what is no lesion; as well.")
@click.option("--output", required=True, type=OUTPUT_PATH, help="File .seg.nrrd.")
def command(
    image: Path,
    start: str,
    end: str,
    across: Points | None,
    belongs: tuple[Points, ...],
    foreign: tuple[Points, ...],
    output: Path,
) -> None:
    """Propose the contour of a lesion from its longest diameter, to be looked at and corrected (extra mrml).

    A second line and strokes correct a proposal that went wrong. Points are in patient coordinates, left, posterior,
    superior, in mm. Research use only.
    """
    check_output_file(output, (".nrrd",))
    if not output.name.lower().endswith(".seg.nrrd"):
        raise InputError(f"--output {output}: the name must end in .seg.nrrd.")
    require("slicer", purpose="Proposing a contour", extra="mrml", package="slicer-core")
    from ..formats import read_image
    from ..imaging.contour_proposal import propose_contour
    from ..imaging.lesion_hints import LesionHints
    from ..imaging.lesion_line import LesionLine
    from ..mrml import HeadlessScene, segmentation_node_from_mask, volume_node_from_image
    from ..mrml.grow_cut import grow_cut
    from ..mrml.segmentation_file import write_segmentation

    line = LesionLine(_point(start, "--from"), _point(end, "--to"))
    hints = LesionHints(
        _stroke(across, "--across") if across else None,
        tuple(_stroke(each, "--belongs") for each in belongs),
        tuple(_stroke(each, "--foreign") for each in foreign),
    )
    with working("Reading the image"):
        phase = read_image(image)
    with working("Growing the lesion"):
        proposal = propose_contour(phase, line, grow_cut, hints)
    with HeadlessScene() as scene:
        volume = volume_node_from_image(scene, phase, "image")
        write_segmentation(segmentation_node_from_mask(scene, proposal.mask, "proposal", SEGMENT, volume), output)
    mask = proposal.mask
    volume_ml = mask.voxel_count * mask.geometry.voxel_volume_mm3 / 1000
    size = f"{mask.voxel_count} voxels ({volume_ml:.2f} ml), diameter {line.length_mm:.1f} mm"
    tell(f"{size}, proposed in {output}.")
    tell(proposal.advice)
    tell(closing_words(phase.acquisition.simulated))


def _stroke(points: Points, flag: str) -> "Stroke":
    from ..imaging.lesion_line import Stroke

    return Stroke(_point(points[0], flag), _point(points[1], flag))


def _point(text: str, flag: str) -> tuple[float, float, float]:
    try:
        x, y, z = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError(f"{flag} '{text}' is no point; give three numbers of mm such as 12.5,-40,103.") from None
    return x, y, z
