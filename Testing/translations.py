"""The texts of the Slicer module and their catalog of one language.

``python Testing/translations.py`` lists what the catalog lacks and what is dead in it. With ``--write`` it adds the
missing texts as unfinished, drops the dead, and compiles the catalog by Qt's ``lrelease``: fill in what is unfinished
and run it again. A text that moved to another file keeps its translation.

Contexts are those of Slicer's own tools (``update_translations.py``): folder and file of Python, class of a form.
"""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
MODULE = ROOT / "PCRPredictor"
CATALOG = MODULE / "Resources" / "Translations" / "PCRPredictor_zh-CN.ts"
COMPILED = CATALOG.with_suffix(".qm")

# Context and English text of each, to what it is in the other language; None where that is unfinished.
Texts = dict[tuple[str, str], str | None]


def wanted() -> set[tuple[str, str]]:
    """Context and text of whatever the sources mark as translatable."""
    code = (MODULE / "PCRPredictor.py", *sorted((MODULE / "PCRPredictorLib").rglob("*.py")))
    forms = sorted((MODULE / "Resources" / "UI").glob("*.ui"))
    return {text for path in code for text in texts_of_code(path)} | {t for path in forms for t in texts_of_form(path)}


def texts_of_code(path: Path) -> set[tuple[str, str]]:
    """Every call of ``_`` with a constant; other arguments are a fault that the tests name."""
    package = (path.parent / "__init__.py").is_file()
    context = f"{path.parent.name}.{path.stem}" if package else path.stem
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    marked = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "_" and call.args]
    return {(context, argument.value) for argument in marked if isinstance(argument, ast.Constant)}


def texts_of_form(path: Path) -> set[tuple[str, str]]:
    """Every string of a form that is not marked as none for translators."""
    form = ElementTree.parse(path).getroot()
    context = form.findtext("class", "")
    kept = {id(text) for group in form.iter("stringlist") if group.get("notr") == "true" for text in group}
    strings = [text for text in form.iter("string") if text.get("notr") != "true" and id(text) not in kept]
    return {(context, text.text) for text in strings if text.text and text.text.strip()}


def read() -> Texts:
    """The catalog as it stands."""
    texts: Texts = {}
    for context in ElementTree.parse(CATALOG).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            done = translation is not None and translation.get("type") is None
            texts[context.findtext("name", ""), message.findtext("source", "")] = translation.text if done else None
    return texts


def write(texts: Texts) -> None:
    """Write the catalog in the order of its texts, and compile it where ``lrelease`` is there."""
    top = ElementTree.Element("TS", version="2.1", language="zh-CN", sourcelanguage="en-US")
    for name in sorted({context for context, _ in texts}):
        group = ElementTree.SubElement(top, "context")
        ElementTree.SubElement(group, "name").text = name
        for (context, source), translation in sorted(texts.items()):
            if context == name:
                message = ElementTree.SubElement(group, "message")
                ElementTree.SubElement(message, "source").text = source
                found = ElementTree.SubElement(message, "translation", {} if translation else {"type": "unfinished"})
                found.text = translation
    ElementTree.indent(top, "  ")
    CATALOG.write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{ElementTree.tostring(top, "unicode")}\n'
    )
    if lrelease := shutil.which("lrelease"):
        subprocess.run([lrelease, "-silent", CATALOG, "-qm", COMPILED], check=True)


def fields(text: str) -> list[str]:
    """The fields in braces, and the mnemonic and the tags of rich text, that a translation has to keep."""
    return sorted(re.findall(r"(?<!\{)\{[^{}]+\}(?!\})|</?[a-z]+", text))


def main(arguments: list[str]) -> int:
    known, need = read(), wanted()
    anywhere = {source: translation for (_, source), translation in known.items() if translation}
    if "--write" in arguments:
        write({key: known.get(key) or anywhere.get(key[1]) for key in need})
        known = read()
    missing = sorted(key for key in need if not known.get(key))
    dead = sorted(known.keys() - need)
    for title, keys in (("missing", missing), ("dead", dead)):
        for context, text in keys:
            print(f"{title}: {context}: {text!r}")
    print(f"{len(need)} texts, {len(missing)} missing, {len(dead)} dead")
    return bool(missing or dead)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
