"""Features that do not exist on a lesion: refused by name and with the reason."""

import math

from ..errors import InputError
from ..texts import sentence as _
from .catalogue import CATALOGUE

_OF_BLOCK = {
    "histogram": _("no voxel lies in the histogram, from the lower grey bound up to the maximum"),
    "runlength": _("no run lies on the axes, from the lower grey bound on and no longer than run_distance_mm"),
}
_REASONS = {info.name: _OF_BLOCK[info.block] for info in CATALOGUE if info.block in _OF_BLOCK}
_REASONS |= {
    "uniformity": _("it divides by the mean grey value, which is 0"),
    "kurtosis": _("it divides by the variance, which is 0 in double precision"),
    "skewness": _("it divides by the variance, which is 0 in double precision"),
}
_ELSE = _("its formula has no finite value there")


def require_defined(found: dict[str, float], names: tuple[str, ...], source: str) -> dict[str, float]:
    """The asked features as plain numbers.

    Raises
    ------
    InputError
        One is not finite.
    """
    missing = [name for name in names if not math.isfinite(found[name])]
    if missing:
        more = (
            _(" (as {missing} more of the features asked for)").format(missing=len(missing) - 1)
            if len(missing) > 1
            else ""
        )
        raise InputError(
            _(
                "{value} does not exist for {source}{more}: {value2}; ask for the other features by name "
                "(`only`, --only), or leave the lesion out."
            ).format(value=missing[0], source=source, more=more, value2=_REASONS.get(missing[0], _ELSE))
        )
    return {name: float(found[name]) for name in names}
