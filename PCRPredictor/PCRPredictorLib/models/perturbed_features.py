"""Features of many perturbed contours of each case: one array, for the reproducibility of features."""

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..files import replacing, require_no_pipe

FORMAT = "pcr-predictor-perturbed-features-1"
UNREADABLE = (
    *(OSError, EOFError, zipfile.BadZipFile, zlib.error),  # damaged
    *(ValueError, KeyError, TypeError, RuntimeError, MemoryError),  # of another kind, or forged
)


@dataclass(frozen=True, eq=False)
class PerturbedFeatures:
    """Exchangeable ratings of features, for ICC(1,1).

    Attributes
    ----------
    case_ids : tuple of str
        Cases of which every perturbed contour could be scored in both phases.
    columns : tuple of str
        ``A_<name>`` and ``P_<name>``.
    values : numpy.ndarray
        float64, shape (cases, perturbations, columns), without the features of the drawn contour.
    profile_hash : str
    simulated : bool
    """

    case_ids: tuple[str, ...]
    columns: tuple[str, ...]
    values: np.ndarray
    profile_hash: str
    simulated: bool


def save_perturbed_features(features: PerturbedFeatures, path: Path | str) -> None:
    """Write an ``.npz`` file atomically; equal content gives equal bytes.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    with replacing(path) as temporary, temporary.open("wb") as stream:
        np.savez_compressed(
            stream,
            format=np.array(FORMAT),
            case_ids=np.array(features.case_ids, dtype=str),
            columns=np.array(features.columns, dtype=str),
            values=features.values.astype("<f8"),
            profile_hash=np.array(features.profile_hash),
            simulated=np.array(features.simulated),
        )


def load_perturbed_features(path: Path | str) -> PerturbedFeatures:
    """Read what `save_perturbed_features` wrote.

    Raises
    ------
    InputError
        No such file, or another kind of file.
    """
    require_no_pipe(Path(path))
    try:
        with np.load(path, allow_pickle=False) as content:
            _require_as_saved(content)
            return PerturbedFeatures(
                tuple(str(case) for case in content["case_ids"]),
                tuple(str(column) for column in content["columns"]),
                content["values"].astype(np.float64),
                str(content["profile_hash"]),
                bool(content["simulated"]),
            )
    except FileNotFoundError:
        raise InputError(f"{path} does not exist; check the path.") from None
    except UNREADABLE:
        raise InputError(
            f"{path} holds no perturbed features; give the perturbed.npz that  pcr-predictor cohort --perturb N  wrote."
        ) from None


def _require_as_saved(content: Mapping[str, np.ndarray]) -> None:
    """Raise ValueError unless the arrays are such as `save_perturbed_features` writes."""
    cases, columns, values = (content[name] for name in ("case_ids", "columns", "values"))
    as_saved = (
        content["format"].shape == () and str(content["format"]) == FORMAT,
        cases.dtype.kind == columns.dtype.kind == content["profile_hash"].dtype.kind == "U",
        values.dtype.kind == "f" and content["simulated"].dtype.kind == "b",
        values.ndim == 3 and (cases.shape, columns.shape) == (values.shape[:1], values.shape[2:]),
        len(set(cases.tolist())) == cases.size and len(set(columns.tolist())) == columns.size,
    )
    if not all(as_saved):
        raise ValueError(as_saved)
