"""Text from headers and file names, made fit for a message."""


def readable(text: str) -> str:
    """Header text fit for a message: bytes that are no UTF-8 are read as Latin-1, control codes become ?."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "surrogateescape").decode("latin-1")
    return "".join(sign if sign.isprintable() else "?" for sign in text.strip(" \0"))
