"""One hash for the files that an image or mask was read from."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def content_hash_of(paths: Iterable[Path]) -> str:
    """SHA-256 of a file; of several, the SHA-256 over their sorted hashes, so that names and order do not matter."""
    return combined_hash(_file_hash(path) for path in paths)


def combined_hash(hashes: Iterable[str]) -> str:
    """The hash of files whose own SHA-256 are known, as `content_hash_of` makes it."""
    hashes = sorted(hashes)
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()


def _file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
