"""Text of DICOM headers in the character set that they declare."""

import warnings

from ..texts import readable

ESCAPE = b"\x1b"
LOST = "\N{REPLACEMENT CHARACTER}"
_ASCII = ("", "ISO_IR 6", "ISO 2022 IR 6")
# Files exist that declare a set of ISO 2022 and leave its escape sequences out.
_WITHOUT_ESCAPES = {"58": "gb18030", "GB": "gb18030", "149": "euc_kr", "87": "shift_jis", "13": "shift_jis"}


def decoded(raw: bytes, character_set: bytes) -> str:
    """The text, fit for a message; bytes that fit no declared set are read as UTF-8, else as Latin-1.

    Parameters
    ----------
    raw : bytes
        Value of a text element.
    character_set : bytes
        Value of SpecificCharacterSet (0008,0005), empty where it is missing.
    """
    if raw.isascii() and ESCAPE not in raw:
        return readable(raw.decode("ascii"))
    declared = character_set.decode("latin-1").strip("\0 ")
    found = _by_declaration(raw, declared) if declared else None
    return readable(raw.decode("utf-8", "surrogateescape") if found is None else found)


def _by_declaration(raw: bytes, declared: str) -> str | None:
    sets = declared.split("\\")
    if ESCAPE not in raw:
        beyond_ascii = sets[:1] if sets[0] not in _ASCII else sets[1:2]
        for sign, codec in _WITHOUT_ESCAPES.items():
            if beyond_ascii and sign in beyond_ascii[0]:
                return _strictly(raw, codec)
    from pydicom.charset import convert_encodings, decode_bytes  # slower to import than a series to read
    from pydicom.valuerep import TEXT_VR_DELIMS

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = decode_bytes(raw, convert_encodings(sets), TEXT_VR_DELIMS)
        except (LookupError, ValueError):
            return None
    return found if LOST not in found and found.isprintable() else None


def _strictly(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        return None
