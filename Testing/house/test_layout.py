"""The house itself: what is packaged, how long files are, what may be imported."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULE = ROOT / "PCRPredictor"
LIBRARY = MODULE / "PCRPredictorLib"


def listed(variable: str) -> set[str]:
    """Paths that a CMake list of the scripted module names."""
    text = (MODULE / "CMakeLists.txt").read_text()
    block = re.search(rf"set\({variable}\s(.*?)\)", text, re.DOTALL)
    assert block, f"{variable} is not set"
    return {line.strip().replace("${MODULE_NAME}", "PCRPredictor") for line in block[1].split() if line.strip()}


def tree(*patterns: str) -> set[str]:
    found = (path for pattern in patterns for path in MODULE.glob(pattern))
    return {path.relative_to(MODULE).as_posix() for path in found if path.is_file()}


def test_every_python_file_is_packaged():
    assert listed("MODULE_PYTHON_SCRIPTS") == tree("*.py", "PCRPredictorLib/**/*.py")


def test_every_resource_is_packaged():
    assert listed("MODULE_PYTHON_RESOURCES") == tree("Resources/**/*")


@pytest.mark.parametrize("path", sorted(LIBRARY.rglob("*.py")), ids=lambda path: str(path.relative_to(LIBRARY)))
def test_no_file_above_400_lines(path):
    assert len(path.read_text().splitlines()) <= 400


def imported_roots(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.partition(".")[0])
    return names


def imported_packages(path: Path) -> set[str]:
    return imported_roots(path) - set(sys.stdlib_module_names) - {"PCRPredictorLib"}


ALLOWED = {
    "imaging": {"numpy", "scipy", "SimpleITK"},
    "formats": {"numpy", "scipy", "SimpleITK", "pydicom"},
    "simulation": {"numpy", "scipy", "SimpleITK"},
    "features": {"numpy", "scipy", "SimpleITK"},
    "models": {"numpy", "scipy", "SimpleITK"},
    "mrml": {"numpy", "slicer", "vtk", "vtkSegmentationCorePython", "SimpleITK"},
    "presenter": {"numpy", "scipy", "SimpleITK"},
}


@pytest.mark.parametrize("room", ALLOWED)
def test_room_imports_only_what_every_slicer_ships(room):
    files = list((LIBRARY / room).rglob("*.py"))
    assert files
    foreign = {path.name: extra for path in files if (extra := imported_packages(path) - ALLOWED[room])}
    assert foreign == {}


def test_only_the_desktop_knows_qt():
    rooms = [path for path in LIBRARY.rglob("*.py") if path.relative_to(LIBRARY).parts[0] != "desktop"]
    assert {path.name for path in rooms if imported_packages(path) & {"qt", "ctk"}} == set()


def test_prediction_path_imports_nothing_optional():
    """In a fresh interpreter, importing what predicts loads no package beyond the core dependencies."""
    program = (
        "import sys; import PCRPredictorLib.models, PCRPredictorLib.features, PCRPredictorLib.imaging;"
        "bad = {'sklearn', 'imblearn', 'pandas', 'matplotlib', 'click', 'rich', 'vtk', 'slicer'} & set(sys.modules);"
        "sys.exit(', '.join(sorted(bad)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_pickle_and_no_network():
    forbidden = {"pickle", "shelve", "marshal", "urllib", "requests", "http", "ftplib", "socket"}
    users = {path.name: found for path in LIBRARY.rglob("*.py") if (found := imported_roots(path) & forbidden)}
    assert users == {}


def test_every_test_of_the_module_is_run_by_ctest():
    folder = MODULE / "Testing" / "Python"
    scripts = re.findall(r"slicer_add_python_unittest\(SCRIPT (\S+)\)", (folder / "CMakeLists.txt").read_text())
    assert sorted(scripts) == sorted(path.name for path in folder.glob("*.py"))
    assert "WITH_GENERIC_TESTS" in (MODULE / "CMakeLists.txt").read_text()
