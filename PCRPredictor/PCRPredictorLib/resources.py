"""Files that ship with the extension: published models and JSON Schemas."""

from pathlib import Path

_LIBRARY = Path(__file__).resolve().parent


def resource_folder(name: str) -> Path:
    """Folder `name` of ``Resources``, beside the library in a checkout or in Slicer, inside it in a wheel."""
    beside = _LIBRARY.parent / "Resources" / name
    return beside if beside.is_dir() else _LIBRARY / "Resources" / name
