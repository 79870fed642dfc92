"""The IBSI set: features as the image biomarker standardisation initiative defines them, computed by MIRP.

For training only: no published model of this extension uses it. The values on IBSI's digital phantom are tested.
"""

import contextlib
import logging
import math
import re
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError
from ..imaging import Geometry, Mask, PhaseImage
from ..optional import require
from ..texts import sentence as _
from ..whole_nrrd import write_nrrd
from .profile import IbsiProfile
from .pyradiomics_set import MOST_LEVELS

_FAMILIES = {
    "morph": """volume vol_approx area_mesh av comp_1 comp_2 sph_dispr sphericity asphericity com integ_int diam
        vol_dens_conv_hull area_dens_conv_hull vol_dens_aabb area_dens_aabb pca_maj_axis pca_min_axis
        pca_least_axis pca_elongation pca_flatness vol_dens_aee area_dens_aee moran_i geary_c""",
    "loc": """peak_loc peak_glob""",
    "ivh": """v10 v25 v50 v75 v90 i10 i25 i50 i75 i90 diff_v10_v90 diff_v25_v75 diff_i10_i90 diff_i25_i75""",
    "stat": """mean var skew kurt median min p10 p90 max iqr range mad rmad medad cov qcod energy rms""",
    "ih": """mean var skew kurt median min p10 p90 max mode iqr range mad rmad medad cov qcod entropy uniformity
        max_grad max_grad_g min_grad min_grad_g""",
    "cm": """joint_max joint_avg joint_var joint_entr diff_avg diff_var diff_entr sum_avg sum_var sum_entr energy
        contrast dissimilarity inv_diff inv_diff_norm inv_diff_mom inv_diff_mom_norm inv_var corr auto_corr
        clust_tend clust_shade clust_prom info_corr1 info_corr2""",
    "rlm": """sre lre lgre hgre srlge srhge lrlge lrhge glnu glnu_norm rlnu rlnu_norm r_perc gl_var rl_var rl_entr""",
    "szm": """sze lze lgze hgze szlge szhge lzlge lzhge glnu glnu_norm zsnu zsnu_norm z_perc gl_var zs_var zs_entr""",
    "dzm": """sde lde lgze hgze sdlge sdhge ldlge ldhge glnu glnu_norm zdnu zdnu_norm z_perc gl_var zd_var zd_entr""",
    "ngt": """coarseness contrast busyness complexity strength""",
    "ngl": """lde hde lgce hgce ldlge ldhge hdlge hdhge glnu glnu_norm dcnu dcnu_norm dc_perc gl_var dc_var
        dc_entr dc_energy""",
}
IBSI_NAMES: tuple[str, ...] = tuple(
    f"{family}_{feature}" for family, features in _FAMILIES.items() for feature in features.split()
)
PEAK_MARGIN_MM = 15.0
"""What is kept around the lesion: the local peak looks 6.2 mm far."""
_SETTINGS_IN_NAME = re.compile(r"(_d1)?(_a0\.0)?(_3d)?(_v_mrg)?_fbs_w[0-9.e+-]+$")
_FAMILY_NAMES = {
    "morph": "morphology",
    "loc": "local_intensity",
    "ivh": "intensity_volume_histogram",
    "stat": "statistics",
    "ih": "intensity_histogram",
    "cm": "glcm",
    "rlm": "glrlm",
    "szm": "glszm",
    "dzm": "gldzm",
    "ngt": "ngtdm",
    "ngl": "ngldm",
}


def library() -> Any:
    """MIRP; raises MissingPackage where it is not installed."""
    return require("mirp", purpose=_("The IBSI feature set"), extra="ibsi")


def measure_ibsi(image: PhaseImage, mask: Mask, profile: IbsiProfile, names: tuple[str, ...]) -> dict[str, float]:
    """The asked features, computed by MIRP on the original image; only their families are computed.

    Raises
    ------
    MissingPackage
        MIRP is not installed.
    InputError
        No voxel reaches the lowest grey level, MIRP refuses the lesion, or its grey values fill more than 2048 bins.
    """
    _require_few_levels(image, mask, profile)
    mirp = library()
    row = _run(mirp, *_around(image, mask), profile, list(dict.fromkeys(name.partition("_")[0] for name in names)))
    found = {_SETTINGS_IN_NAME.sub("", str(column)): value for column, value in row.items()}
    return {name: float(found[name]) for name in names}


def _run(mirp: Any, image: PhaseImage, mask: Mask, profile: IbsiProfile, families: list[str]) -> dict[str, Any]:
    logging.getLogger("mirp").setLevel(logging.ERROR)
    logging.disable(logging.INFO)
    # MIRP takes no spacing beside arrays, so it reads the surroundings of the lesion from files.
    with tempfile.TemporaryDirectory(prefix="pcr-ibsi-") as folder, warnings.catch_warnings(), _seeded_by_voxels():
        warnings.simplefilter("ignore")
        paths = [Path(folder) / name for name in ("image.nrrd", "mask.nrrd")]
        write_nrrd(image.to_sitk(), paths[0])
        write_nrrd(mask.to_sitk(), paths[1])
        try:
            tables = mirp.extract_features(
                image=str(paths[0]),
                mask=str(paths[1]),
                image_modality="CT",
                base_feature_families=[_FAMILY_NAMES[family] for family in families],
                base_discretisation_method="fixed_bin_size",
                base_discretisation_bin_width=profile.bin_width,
                resegmentation_intensity_range=[
                    profile.lowest,
                    math.nan if profile.highest is None else profile.highest,
                ],
            )
        except (ValueError, TypeError, IndexError) as error:
            raise InputError(_("MIRP refuses {source}: {error}").format(source=mask.source, error=error)) from error
        finally:
            logging.disable(logging.NOTSET)
    if not tables or len(tables[0]) != 1:
        raise InputError(
            _("MIRP measured nothing of {source}; look at the contour, or leave the lesion out.").format(
                source=mask.source
            )
        )
    return dict(tables[0].iloc[0])


@contextlib.contextmanager
def _seeded_by_voxels() -> Iterator[None]:
    """Let MIRP draw the points of Moran's I and Geary's C by the voxels alone.

    In lesions of 1000 voxels and more it takes both from random points, whose seed holds the path of the file, so that
    they would be others in each run. It has no setting for that.
    """
    images = require("mirp._images.generic_image", purpose=_("The IBSI feature set"), extra="ibsi", package="mirp")

    def by_voxels(image: Any, m: Any) -> Any:
        m.update(np.ascontiguousarray(image.get_voxel_grid()).tobytes())
        return m

    original = images.GenericImage.update_hash
    images.GenericImage.update_hash = by_voxels
    try:
        yield
    finally:
        images.GenericImage.update_hash = original


def _around(image: PhaseImage, mask: Mask) -> tuple[PhaseImage, Mask]:
    """Both cut to the lesion and its surroundings, on one plain grid: features do not depend on where it lies."""
    geometry = image.geometry
    assert mask.box is not None  # an empty lesion was refused before
    steps = geometry.spacing[::-1]
    cut = tuple(
        slice(max(0, side.start - math.ceil(PEAK_MARGIN_MM / step)), side.stop + math.ceil(PEAK_MARGIN_MM / step))
        for side, step in zip(mask.box, steps, strict=True)
    )
    array = np.ascontiguousarray(image.array[cut])
    plain = Geometry(array.shape, geometry.spacing)
    return PhaseImage(array, plain), Mask(np.ascontiguousarray(mask.array[cut]), plain, source=mask.source)


def _require_few_levels(image: PhaseImage, mask: Mask, profile: IbsiProfile) -> None:
    values = image.array[mask.array]
    upper = math.inf if profile.highest is None else profile.highest
    measured = values[(values >= profile.lowest) & (values <= upper)]
    if not measured.size:
        where = _("reaches {lowest:g} HU, where the profile's grey levels start").format(lowest=profile.lowest)
        if profile.highest is not None:
            where = _("lies between {lowest:g} and {highest:g} HU, which the profile measures").format(
                lowest=profile.lowest, highest=profile.highest
            )
        raise InputError(
            _("No voxel of {source} in {source2} {where}; choose another limit in the profile.").format(
                source=mask.source, source2=image.source, where=where
            )
        )
    levels = (float(measured.max()) - profile.lowest) / profile.bin_width
    if levels > MOST_LEVELS:
        raise InputError(
            _(
                "A bin width of {bin_width:g} from {lowest:g} HU gives {source} {levels:.3g} grey levels in "
                "{source2}, and {most} are the most; choose a larger one in the profile."
            ).format(
                bin_width=profile.bin_width,
                lowest=profile.lowest,
                source=mask.source,
                levels=levels,
                source2=image.source,
                most=MOST_LEVELS,
            )
        )
