"""`pcr-predictor propose`: the contour of a lesion proposed from its longest diameter."""

from pathlib import Path

import click

from ..errors import InputError
from ..optional import require
from .options import INPUT_PATH, OUTPUT_PATH, Command
from .output import check_output_file, closing_words, working
from .terminal import tell

SEGMENT = "tumor"


@click.command("propose", cls=Command)
@click.option("--image", required=True, type=INPUT_PATH, help="One phase: NRRD, NIfTI or MHA file, or a DICOM folder.")
@click.option("--from", "start", required=True, metavar="X,Y,Z", help="One end of the longest diameter, LPS mm.")
@click.option("--to", "end", required=True, metavar="X,Y,Z", help="The other end.")
@click.option("--output", required=True, type=OUTPUT_PATH, help="File .seg.nrrd.")
def command(image: Path, start: str, end: str, output: Path) -> None:
    """Propose the contour of a lesion from its longest diameter, to be looked at and corrected (extra mrml).

    Points are in patient coordinates, left, posterior, superior, in mm. Research use only.
    """
    check_output_file(output, (".nrrd",))
    if not output.name.lower().endswith(".seg.nrrd"):
        raise InputError(f"--output {output}: the name must end in .seg.nrrd.")
    require("slicer", purpose="Proposing a contour", extra="mrml", package="slicer-core")
    from ..formats import read_image
    from ..imaging.contour_proposal import propose_contour
    from ..imaging.lesion_line import LesionLine
    from ..mrml import HeadlessScene, segmentation_node_from_mask, volume_node_from_image
    from ..mrml.grow_cut import grow_cut
    from ..mrml.segmentation_file import write_segmentation

    line = LesionLine(_point(start, "--from"), _point(end, "--to"))
    with working("Reading the image"):
        phase = read_image(image)
    with working("Growing the lesion"):
        proposal = propose_contour(phase, line, grow_cut)
    with HeadlessScene() as scene:
        volume = volume_node_from_image(scene, phase, "image")
        write_segmentation(segmentation_node_from_mask(scene, proposal.mask, "proposal", SEGMENT, volume), output)
    mask = proposal.mask
    volume_ml = mask.voxel_count * mask.geometry.voxel_volume_mm3 / 1000
    size = f"{mask.voxel_count} voxels ({volume_ml:.2f} ml), diameter {line.length_mm:.1f} mm"
    tell(f"{size}, proposed in {output}.")
    tell(proposal.advice)
    tell(closing_words(phase.acquisition.simulated))


def _point(text: str, flag: str) -> tuple[float, float, float]:
    try:
        x, y, z = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError(f"{flag} '{text}' is no point; give three numbers of mm such as 12.5,-40,103.") from None
    return x, y, z
