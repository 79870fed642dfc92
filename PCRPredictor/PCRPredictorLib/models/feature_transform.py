"""What a model may do to a feature before it is standardized."""

from dataclasses import dataclass
from typing import Any

from numpy.typing import ArrayLike

from .fields import Fields
from .scaled_asinh import scaled_asinh


@dataclass(frozen=True, slots=True)
class AsinhTransform:
    """`scaled_asinh` of the value.

    Attributes
    ----------
    center, width : float
        In the unit of the feature; width above 0.
    """

    center: float
    width: float

    def __call__(self, values: ArrayLike) -> Any:
        """The transformed value or values."""
        return scaled_asinh(values, self.center, self.width)

    def as_json(self) -> dict[str, Any]:
        return {"name": "asinh", "center": float(self.center), "width": float(self.width)}


def transform_from_json(content: Any, where: str) -> AsinhTransform:
    """The transform of one feature of a model file; raises InputError where it is unknown or incomplete."""
    fields = Fields(content, where)
    fields.choice("name", ("asinh",))
    transform = AsinhTransform(fields.number("center"), fields.number("width", above=0))
    fields.finish()
    return transform
