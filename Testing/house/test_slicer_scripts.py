"""The scripts that only Slicer can run: what they import from the library exists, though no test imports them."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "Testing" / "Slicer").glob("*.py"))


def library_imports(script: Path) -> list[tuple[str, str]]:
    """Module and name of everything that a script imports from the library, inside functions too."""
    return [
        (node.module, alias.name)
        for node in ast.walk(ast.parse(script.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "PCRPredictorLib"
        for alias in node.names
    ]


def defined_names(source: Path) -> set[str]:
    """Names that a module binds at its top level."""
    names: set[str] = set()
    for node in ast.parse(source.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.Import() | ast.ImportFrom():
                names |= {alias.asname or alias.name for alias in node.names}
            case ast.Assign() | ast.AnnAssign():
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names |= {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
    return names


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_what_a_script_imports_exists(script):
    for module, name in library_imports(script):
        place = ROOT / "PCRPredictor" / Path(*module.split("."))
        source = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        assert source.is_file(), f"{module} is gone"
        is_module = (place / f"{name}.py").is_file() or (place / name).is_dir()
        assert is_module or name in defined_names(source), f"{module} has no {name}"


def test_the_scripts_are_found():
    assert sum(map(len, map(library_imports, SCRIPTS))) > 0
