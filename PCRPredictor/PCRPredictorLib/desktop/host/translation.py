"""The module's texts in the language of Slicer's settings."""

from pathlib import Path

import slicer
from slicer.i18n import getContext, translate

from ...resources import resource_folder
from ...texts import set_translator


def translateTexts() -> None:
    """Load the catalog of the application's language, where there is one, and have the library speak it too.

    Slicer itself loads only catalogs that lie in its own folder; what lies there goes before this one.
    """
    locale = slicer.app.applicationLocaleName.replace("_", "-")
    catalog = resource_folder("Translations") / f"PCRPredictor_{locale}.qm"
    if catalog.is_file():
        installCatalog(catalog)
    set_translator(_translated)


def installCatalog(catalog: Path) -> None:
    """Have Qt translate by a compiled catalog until Slicer ends; a second time changes nothing."""
    import qt

    name = f"PCRPredictorTranslator {catalog.name}"
    if slicer.app.findChild(qt.QTranslator, name):
        return
    translator = qt.QTranslator(slicer.app)
    translator.objectName = name
    if translator.load(str(catalog)):
        slicer.app.installTranslator(translator)


def _translated(sourceFile: str, text: str) -> str:
    return translate(getContext(sourceFile), text)
