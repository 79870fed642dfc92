"""A table read for a model: whether it holds what the model was made of, said before a missing column is."""

from collections.abc import Iterable
from pathlib import Path

from ..errors import InputError
from ..texts import sentence as _
from .model_file import PHASE_LETTERS, RIM_LETTER, Model
from .table import FEATURE_PREFIXES, FeatureTable, read_columns, read_table

RIM_COLUMN = "rim_mm"
"""Width of the ring around the lesion, as `cohort` writes it and the record of a training keeps it."""
RIM_PREFIXES = tuple(f"{letter}{RIM_LETTER}_" for letter in PHASE_LETTERS.values())
LESION_PREFIXES = tuple(f"{letter}_" for letter in PHASE_LETTERS.values())


def feature_set_of(names: Iterable[str]) -> str:
    """``ak396``, ``pyradiomics`` or ``ibsi`` where the phases' columns are theirs; ``table`` for anything else."""
    from ..features.feature_sets import FEATURE_SETS, default_profile, feature_names

    columns = tuple(names)
    if needs_rim(columns):
        return "table"  # what is predicted from images knows no ring
    bare = {name[2:] for name in columns if name.startswith(LESION_PREFIXES)}
    for feature_set in FEATURE_SETS:
        if bare and bare <= set(feature_names(default_profile(feature_set))):
            return feature_set
    return "table"


def is_radiomic(column: str) -> bool:
    """Whether a column holds a feature of a known set in one of the phases; ``P_stage`` is none."""
    from ..features.feature_sets import FEATURE_SETS, default_profile, feature_names

    letters, _line, name = column.partition("_")
    return f"{letters}_" in FEATURE_PREFIXES and any(
        name in feature_names(default_profile(feature_set)) for feature_set in FEATURE_SETS
    )


def needs_rim(columns: Iterable[str]) -> bool:
    """Whether any column is of the ring around the lesion."""
    return any(name.startswith(RIM_PREFIXES) for name in columns)


def only_tables(columns: Iterable[str]) -> str:
    """That a model of these columns predicts from tables alone, and why."""
    if needs_rim(columns):
        return "It scores feature tables, not images: its ring around the lesion is measured by a cohort only (--rim)."
    return "It scores feature tables, not images: some columns of its training are not measured on images."


def read_model_table(path: str | Path, model: Model, id_column: str | None = None) -> FeatureTable:
    """The columns of a model out of a cohort table.

    Raises
    ------
    InputError
        What :func:`.read_table` refuses; a table of another feature set, without the ring that the model needs, or
        with a ring of another width.
    """
    try:
        table = read_table(path, id_column, only=model.columns)
    except InputError:
        _refuse_other_set(model, tuple(read_columns(path)), str(path))
        raise
    _refuse_other_rim(model, table)
    return table


def _refuse_other_set(model: Model, header: tuple[str, ...], source: str) -> None:
    wanted = model.feature_set
    if needs_rim(model.columns):
        wanted = feature_set_of(map(_of_lesion, model.columns))
    if needs_rim(model.columns) and not needs_rim(header):
        raise InputError(
            _(
                "Model '{name}' uses the ring around the lesion (columns AR_* and PR_*), which {source} lacks; "
                "{remedy}."
            ).format(name=model.name, source=source, remedy=_measure_anew(wanted, with_ring=True))
        )
    found = feature_set_of(map(_of_lesion, header))
    if "table" not in (found, wanted) and found != wanted:
        of_own = "" if found == "ak396" else _(", which is for training models of one's own")
        raise InputError(
            _(
                "{source} holds features of the set '{found}'{of_own}, but model '{name}' is made of '{wanted}'; "
                "{remedy}, or train a model on this table."
            ).format(
                source=source,
                found=found,
                of_own=of_own,
                name=model.name,
                wanted=wanted,
                remedy=_measure_anew(wanted, needs_rim(model.columns)),
            )
        )


def _measure_anew(feature_set: str, with_ring: bool) -> str:
    """What to do where a cohort lacks the features of a set."""
    if not with_ring:
        return _("measure the cohort with  pcr-predictor cohort --features {feature_set}").format(
            feature_set=feature_set
        )
    if feature_set in ("table", "ak396"):
        return _("measure the cohort with  pcr-predictor cohort --rim")
    return _("measure the cohort with  pcr-predictor cohort --features {feature_set} --rim").format(
        feature_set=feature_set
    )


def _of_lesion(column: str) -> str:
    """The same feature's column inside the lesion, where it is one of the ring."""
    return column[0] + column[2:] if column.startswith(RIM_PREFIXES) else column


def _refuse_other_rim(model: Model, table: FeatureTable) -> None:
    wanted, found = (model.training or {}).get(RIM_COLUMN), rim_of(table)
    if needs_rim(model.columns) and None not in (wanted, found) and wanted != found:
        raise InputError(
            _(
                "{source} was measured with a ring of {found:g} mm, model '{name}' with one of {wanted:g} mm; measure "
                "the cohort with  pcr-predictor cohort --rim {wanted:g}."
            ).format(source=table.source, found=found, name=model.name, wanted=wanted)
        )


def rim_of(table: FeatureTable) -> float | None:
    """Width of the ring in millimeters; None where the table does not tell.

    Raises
    ------
    InputError
        No number, or several widths in one table.
    """
    told = sorted({cell for cell in table.carried.get(RIM_COLUMN, ()) if cell})
    if not told:
        return None
    try:
        widths = sorted({float(cell) for cell in told})
    except ValueError:
        raise InputError(
            _("{source}: '{rim_column}' must be a width in mm, not '{cell:.40}'.").format(
                source=table.source, rim_column=RIM_COLUMN, cell=told[0]
            )
        ) from None
    if len(widths) > 1:
        raise InputError(
            _("{source} mixes rings of {one:g} and {other:g} mm; measure all cases with one width.").format(
                source=table.source, one=widths[0], other=widths[1]
            )
        )
    return widths[0]
