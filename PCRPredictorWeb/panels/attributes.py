"""Attributes that trame's widgets do not know by name."""

from html import escape


def spoken(**attributes: str) -> dict[str, list[str]]:
    """Fixed attributes for screen readers and tests: ``spoken(aria_label="Undo", data_testid="undo")``."""
    return {"raw_attrs": [f'{name.replace("_", "-")}="{escape(value)}"' for name, value in attributes.items()]}
