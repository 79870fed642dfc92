"""Reading and writing files so that nothing is ever half-written."""

import contextlib
import csv
import gzip
import hashlib
import io
import json
import math
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .errors import InputError
from .processes import here, may_run
from .texts import Sentence
from .texts import sentence as _

PART_PREFIX = ".part-"
PART_OWNER = re.compile(r"\.part-(?P<process>\d+)@(?P<place>[^-]+)-")
ANY_WRITES = 0o222
GZIP_MARK = b"\x1f\x8b"
FORMULA, GUARDED_FORMULA = re.compile(r"'*[=+\-@\t]"), re.compile(r"'+[=+\-@\t]")


def open_inflated(path: Path) -> gzip.GzipFile | io.BufferedReader:
    """Open a file to read its bytes, inflated where it is compressed by gzip, whatever its name.

    Reading raises EOFError, zlib.error or gzip.BadGzipFile where compressed data are damaged.

    Raises
    ------
    InputError
        It is a pipe or device, whose end may never come.
    """
    require_no_pipe(path)
    with path.open("rb") as file:
        compressed = file.read(len(GZIP_MARK)) == GZIP_MARK
    return gzip.open(path) if compressed else path.open("rb")


def require_no_pipe(path: Path) -> None:
    """Raise InputError where `path` is a pipe, socket or device: waiting for its end might never end."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise InputError(
            _("{path} is a pipe or device, not a file; save its content as a file and give that.").format(path=path)
        )


def require_replaceable(path: Path) -> None:
    """Raise InputError where no result may take the place of `path`: a folder, pipe, device or write-protected file."""
    if path.is_dir():
        raise InputError(
            _("{path} is a folder where a file is to be written; move it away or choose another place.").format(
                path=path
            )
        )
    if path.exists() and not path.is_file():
        raise InputError(
            _("{path} is a pipe or device where a file is to be written; choose another place.").format(path=path)
        )
    if path.exists() and not path.stat().st_mode & ANY_WRITES:
        raise InputError(
            _("{path} is write-protected; choose another place, or lift its protection.").format(path=path)
        )


def part_prefix(folder: Path) -> str:
    """How the name begins of what this process builds in `folder` under a name of its own.

    What processes left there that were killed while they wrote is removed.
    """
    for leftover in folder.glob(f"{PART_PREFIX}*"):
        owner = PART_OWNER.match(leftover.name)
        if owner and not may_run(owner["process"], owner["place"]):
            if leftover.is_dir():
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink(missing_ok=True)
    return f"{PART_PREFIX}{os.getpid()}@{here()}-"


@contextlib.contextmanager
def replacing(path: Path | str) -> Iterator[Path]:
    """Yield a temporary path beside `path` that replaces it on success and vanishes on failure.

    The temporary file keeps the suffixes of `path`, since image writers choose the format by them.

    Raises
    ------
    InputError
        The folder does not exist or cannot be written, the disk is full, or no result may take that place.
    """
    path = Path(path)
    require_replaceable(path)
    try:
        handle, name = tempfile.mkstemp(prefix=part_prefix(path.parent), suffix=path.name, dir=path.parent)
    except OSError as error:
        raise InputError(
            _("Cannot write {path}: {reason}; choose a folder that exists and is writable.").format(
                path=path, reason=error.strerror or error
            )
        ) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        grant_usual_permissions(temporary)
        os.replace(temporary, path)
    except InputError as error:
        raise naming(error, temporary, path) from error
    except OSError as error:
        raise InputError(
            _("Cannot write {path}: {reason}; free space or choose another folder.").format(
                path=path, reason=error.strerror or error
            )
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def naming(error: InputError, temporary: Path, path: Path) -> InputError:
    """The error, said of `path` where it was said of the `temporary` one, which nobody knows."""
    if str(temporary) not in str(error):
        return error
    said = error.sentence
    change = said.renamed if isinstance(said, Sentence) else said.replace
    return InputError(change(str(temporary), str(path)))


def grant_usual_permissions(path: Path) -> None:
    """Undo the private mode of what `tempfile` makes: a result is as readable as any file or folder the user makes."""
    mask = os.umask(0)
    os.umask(mask)
    path.chmod((0o777 if path.is_dir() else 0o666) & ~mask)


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """CSV text of rows, the heading first, with line ends as on Unix and `guarded` cells."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(map(guarded, rows))
    return text.getvalue()


def guarded(row: Iterable[object]) -> list[object]:
    """The cells of a row, with an apostrophe before each text that a spreadsheet would take for a formula.

    Numbers stay as they are; `unguarded` takes the apostrophe away again. Line ends become those of Unix: Python's
    writer does not quote a lone carriage return, at which readers begin a new row.
    """
    return [_guarded(cell) if isinstance(cell, str) else cell for cell in row]


def _guarded(cell: str) -> str:
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{cell}" if _looks_like_formula(cell) else cell


def unguarded(cell: str) -> str:
    """A cell as it was before `guarded`."""
    return cell[1:] if GUARDED_FORMULA.match(cell) else cell


def _looks_like_formula(cell: str) -> bool:
    if not FORMULA.match(cell):
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return False


def write_text(path: Path | str, text: str) -> None:
    """Write UTF-8 text atomically, with the line ends as given.

    Raises
    ------
    InputError
        As `replacing`, or the text holds characters that are no Unicode.
    """
    content = _utf8(text, str(path))
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def _utf8(text: str, place: str) -> bytes:
    """UTF-8 bytes of a text; half a surrogate pair, as a file name of other encoding is made of, has none."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        remedy = _("rename the file or value")
        with contextlib.suppress(UnicodeError):
            text.encode("utf-8", "surrogateescape").decode()
            remedy = _("set a UTF-8 locale (LC_ALL=C.UTF-8), under which its name is read as it is, and look")
        raise InputError(
            _("{place} would hold {character!a}, which is no Unicode character; {remedy} near {around!a}.").format(
                place=place,
                character=text[error.start],
                remedy=remedy,
                around=text[max(0, error.start - 20) : error.end],
            )
        ) from None


def write_json(path: Path | str, content: Any) -> None:
    """Write JSON atomically; NaN and infinity are refused, since JSON has none."""
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def read_json(path: Path | str) -> Any:
    """Read a JSON file whose content means the same to everybody.

    Raises
    ------
    InputError
        The file is missing, unreadable, not JSON or nested too deeply, names a key twice in one object, or holds a
        number beyond double precision or half a surrogate pair; the sentence names file and place.
    """
    path = Path(path)
    require_no_pipe(path)
    try:
        content = json.loads(
            path.read_text(encoding="utf-8-sig"),
            parse_constant=_refuse_constant,
            parse_int=_whole_number,
            parse_float=_number,
            object_pairs_hook=_object,
        )
        json.dumps(content, ensure_ascii=False).encode()
    except FileNotFoundError:
        raise InputError(_("{path} does not exist; check the path.").format(path=path)) from None
    except OSError as error:
        raise InputError(
            _("{path} cannot be read: {reason}; check the path and its rights.").format(
                path=path, reason=error.strerror or error
            )
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            _("{path} is not UTF-8 text (byte {start}); save it as UTF-8 JSON.").format(path=path, start=error.start)
        ) from error
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start])
        raise InputError(
            _("{path} holds {half}, which is no Unicode character; remove it.").format(path=path, half=half)
        ) from None
    except RecursionError:
        raise InputError(
            _("{path} nests its lists or objects too deeply; give a plain JSON file.").format(path=path)
        ) from None
    except json.JSONDecodeError as error:
        raise InputError(
            _(
                "{path} is not valid JSON (line {lineno}, column {colno}: {msg}); correct it there, or export the "
                "file again."
            ).format(path=path, lineno=error.lineno, colno=error.colno, msg=error.msg)
        ) from error
    except _Ambiguous as error:
        raise InputError(_("{path} {error}.").format(path=path, error=error.args[0])) from None
    return content


class _Ambiguous(Exception):
    """JSON that readers understand differently."""


def _refuse_constant(name: str) -> float:
    raise json.JSONDecodeError(_("{name} is no JSON number").format(name=name), name, 0)


def _number(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _Ambiguous(_("holds the number {text:.20}, which is too large; correct it").format(text=text))
    return number


def _whole_number(text: str) -> int:
    _number(text)
    return int(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in content if keys.count(key) > 1)
        raise _Ambiguous(_("names {twice!a} twice in one object; keep one of them").format(twice=twice))
    return content


def canonical_hash(content: Any) -> str:
    """SHA-256 of the canonical JSON text (sorted keys, no blanks) of `content`."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(_utf8(text, "The hashed content")).hexdigest()
