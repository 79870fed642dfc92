"""The rules of the Slicer Extensions Index that can be checked on a tree, each under the name its scripts give it.

Read in Slicer/ExtensionsIndex, commit 07f1d1b of August 2026: scripts/check_description_files.py (names in code font
below), its schema 1.0.2, and the tier 1 list of .github/PULL_REQUEST_TEMPLATE.md. What asks a server (topics of the
repository, downloads of pictures, a clone) cannot be held here.
"""

import ast
import json
import re
import struct
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
DESCRIPTION = ROOT / "PCRPredictor.json"
RAW = "https://raw.githubusercontent.com/PCRPredictor/SlicerPCRPredictor/main/"
README = (ROOT / "README.md").read_text()


@pytest.fixture(scope="module")
def entry() -> dict:
    return json.loads(DESCRIPTION.read_text())


@pytest.fixture(scope="module")
def cmake() -> dict[str, str]:
    """What the top CMakeLists.txt sets, each on one line."""
    return dict(
        re.findall(r'^set\((EXTENSION_\w+) "([^"\n]+)"\)$', (ROOT / "CMakeLists.txt").read_text(), re.MULTILINE)
    )


def test_check_json_file_format():
    assert b"\r" not in DESCRIPTION.read_bytes()


def test_check_json_schema(entry):
    """Keys and types of schema 1.0.2, which allows no further key and asks for the first three."""
    kinds = {
        "$schema": str,
        "category": str,
        "scm_url": str,
        "scm_revision": str,
        "build_dependencies": list,
        "tier": int,
    }
    assert {"$schema", "category", "scm_url"} <= entry.keys() <= kinds.keys()
    assert all(isinstance(value, kinds[key]) for key, value in entry.items())
    name = "slicer-extension-catalog-entry-schema-v1.0.2.json#"
    assert entry["$schema"] == f"https://raw.githubusercontent.com/Slicer/Slicer/main/Schemas/{name}"
    assert 1 <= entry["tier"] <= 5


def test_check_category(entry, cmake):
    accepted = {"Analysis", "Informatics", "Quantification", "Segmentation"}
    assert entry["category"] in accepted
    assert cmake["EXTENSION_CATEGORY"] == entry["category"]


def test_check_scm_url_syntax(entry):
    assert urlsplit(entry["scm_url"]).scheme in {"git", "https"}
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["urls"]["Repository"] == entry[
        "scm_url"
    ].removesuffix(".git")


def test_check_extension_name():
    assert not DESCRIPTION.stem.lower().startswith("slicer")


def test_check_git_repository_name(entry):
    assert Path(urlsplit(entry["scm_url"]).path).stem == "Slicer" + DESCRIPTION.stem


def test_check_cmakelists_content_project():
    (name,) = re.findall(r"project\s*\(\s*([^\s)]+)", (ROOT / "CMakeLists.txt").read_text())
    assert name == DESCRIPTION.stem


@pytest.mark.parametrize("key", ["EXTENSION_ICONURL", "EXTENSION_SCREENSHOTURLS"])
def test_check_cmakelists_content_pictures(cmake, key):
    """Raw addresses on one line, of pictures that are in the tree and are what their names say."""
    addresses = cmake[key].split()
    assert addresses
    for address in addresses:
        assert address.startswith(RAW)
        assert address.endswith(".png")
        assert (ROOT / address.removeprefix(RAW)).read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_check_repository_size():
    """A clone with its history stays well below 100 MB; pictures that are renewed stay in the history."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in names.split("\0") if name]
    history = ["git", "rev-list", "--disk-usage", "--objects", "HEAD"]
    stored = int(subprocess.run(history, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    assert files
    assert stored
    assert sum(path.stat().st_size for path in files if path.is_file()) + stored < 80e6


def test_check_license_file():
    assert "Apache License" in (ROOT / "LICENSE").read_text()
    assert re.search(r"Apache[- ](License )?2\.0", README)


def test_template_content_is_consistent(entry, cmake):
    """No dependency in one file that is not in the other."""
    assert cmake["EXTENSION_DEPENDS"] == "NA"
    assert entry["build_dependencies"] == []


def test_template_description(cmake):
    """For non-experts, in full words; patents and what is sent where are spoken of."""
    said = cmake["EXTENSION_DESCRIPTION"]
    assert "athological complete response" in said
    assert "patents" in said
    assert "Nothing is sent anywhere" in said


def test_template_contributors(cmake):
    assert re.fullmatch(r"[^()]+ \([^()]+\)(, [^()]+ \([^()]+\))*", cmake["EXTENSION_CONTRIBUTORS"])
    (in_module,) = re.findall(r'parent\.contributors = \["(.+)"\]', (ROOT / "PCRPredictor/PCRPredictor.py").read_text())
    assert in_module == cmake["EXTENSION_CONTRIBUTORS"]


def test_template_homepage(cmake):
    """Name, purpose, a picture that exists, the module, the publication, patents, and what is sent where."""
    assert urlsplit(cmake["EXTENSION_HOMEPAGE"]).fragment == "readme"
    title, _, rest = README.partition("\n")
    assert title == f"# {DESCRIPTION.stem}"
    assert "pathological complete response" in rest[:600]
    assert "One module, *Pathological Complete Response (PCR) Predictor*: it contours" in README
    pictures = re.findall(r"!\[.+?\]\((Docs/images/[\w-]+\.png)\)", README)
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)
    for said in ("Wen", "Journal of Hepatocellular Carcinoma", "pubmed.ncbi.nlm.nih.gov", "patents", "Nothing is sent"):
        assert said in README, said


def test_template_no_binaries():
    """No program is shipped: pictures are the only files that are not text, and the compiled translation."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    binary = [
        name for name in names.split("\0") if name and (ROOT / name).is_file() and b"\0" in (ROOT / name).read_bytes()
    ]
    assert {Path(name).suffix for name in binary} <= {".png", ".qm", ".gz", ".dcm"}


def test_sample_data_thumbnail():
    """About 260 x 280, as Slicer's template asks."""
    head = (ROOT / "PCRPredictor/Resources/Icons/SimulatedPatient.png").read_bytes()[16:24]
    assert struct.unpack(">II", head) == (260, 280)


def requirements() -> list[str]:
    text = (ROOT / "PCRPredictor/Resources/requirements.txt").read_text()
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def bounds(lines: list[str]) -> dict[str, str]:
    return {re.split("[<>=]", line)[0]: line for line in lines}


def test_requirements_have_the_bounds_of_pyproject():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    given = [line for extra in ("training", "cohort", "pyradiomics", "dicom", "pdf") for line in extras[extra]]
    wanted = bounds([line for line in given if not line.startswith("contourpy")])  # draws simulated outlines only
    assert bounds(requirements()) == wanted


def test_slicer_names_the_size_of_each_package_it_asks_for():
    source = (ROOT / "PCRPredictor/PCRPredictorLib/desktop/host/packages.py").read_text()
    (sizes,) = re.findall(r"^MEGABYTES = (\{.*?\n\})", source, re.MULTILINE | re.DOTALL)
    assert ast.literal_eval(sizes).keys() == bounds(requirements()).keys()
