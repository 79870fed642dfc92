"""The pages that are made from the program: every feature has a formula, every setting exists, every link leads on."""

import importlib.util
import re
import shlex
from pathlib import Path

import click
import pytest
from PCRPredictorLib.cli.commands import commands
from PCRPredictorLib.cli.options import SeveralValues, repeat_flags
from PCRPredictorLib.features.catalogue import CATALOGUE
from PCRPredictorLib.features.profile import AK396Profile

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "Docs"


@pytest.fixture(scope="module")
def pages():
    specification = importlib.util.spec_from_file_location("generated_pages", DOCS / "generated_pages.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_every_feature_has_its_formula_and_its_settings(pages):
    formulas = pages.formulas_of_method(pages.METHOD.read_text(encoding="utf-8"))
    for info in CATALOGUE:
        assert pages.formula_of(info.name, formulas), info.name
        assert set(pages.settings_of(info)) <= AK396Profile.__dataclass_fields__.keys()
    text = pages.features_page()
    assert all(f"`{info.name}`" in text for info in CATALOGUE)


def test_formulas_are_those_of_the_method(pages):
    formulas = pages.formulas_of_method(pages.METHOD.read_text(encoding="utf-8"))
    assert pages.formula_of("ClusterShade_angle45_offset4", formulas) == "sum (i + j - 2 mu)^3 p"
    assert pages.formula_of("LongRunEmphasis_angle0_offset1", formulas) == "sum R J^2"
    assert pages.formula_of("Sphericity", formulas) == "pi^(1/3) (6 V)^(2/3) / A"
    assert pages.formula_of("Range", formulas) == "max x - min x"
    assert pages.formula_of("GLCMEnergy_AllDirection_offset7_SD", formulas).endswith("variance over the four angles")


def test_every_command_and_every_file_is_listed(pages):
    commands = pages.commands_page()
    assert all(f"\n## pcr-predictor {name}\n" in commands for name in pages.NAMES)
    assert "\n### pcr-predictor models show\n" in commands
    files = pages.files_page()
    assert "| `domain.within` |" in files
    assert "| `contributions[].contribution` |" in files


def test_every_page_is_in_the_index():
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    for page in DOCS.glob("*.md"):
        assert page.stem == "index" or re.search(rf"^{page.stem}$", index, flags=re.MULTILINE), page.name


LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize(
    "page", [*sorted(DOCS.glob("*.md")), *sorted(DOCS.glob("decisions/*.md")), *sorted(ROOT.glob("*.md"))], ids=str
)
def test_links_within_the_project_lead_somewhere(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target) or path.startswith("generated/"):
            continue
        file = (page.parent / path) if path else page
        assert file.exists(), f"{page.name}: {target}"
        if anchor and file.suffix == ".md":
            assert anchor in anchors(file.read_text(encoding="utf-8")), f"{page.name}: {target}"


def test_every_picture_is_shown_on_a_page():
    """A picture that no page shows is one that nobody renews."""
    shown = {Path(target).name for page in WRITTEN for target in LINK.findall(page.read_text(encoding="utf-8"))}
    assert {path.name for path in (DOCS / "images").glob("*.png")} <= shown


FENCED = re.compile(r"^ *```\w*\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"(?<!`)`(pcr-predictor [^`]+)`(?!`)")
WRITTEN = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]


def documented_commands(page: Path) -> list[list[str]]:
    """Words of each command line that a page shows, in a block or in a sentence; comments left out."""
    text = page.read_text(encoding="utf-8")
    lines = "".join(FENCED.findall(text)).replace("\\\n", " ").splitlines()
    lines += [re.sub(r"\s+", " ", words) for words in INLINE.findall(FENCED.sub("", text))]
    shown = [line[line.index("pcr-predictor ") :] for line in lines if "pcr-predictor " in line]
    return [shlex.split(line, comments=True)[1:] for line in shown if re.search(r" \w+ .*--", line)]


@pytest.mark.parametrize("page", [page for page in WRITTEN if documented_commands(page)], ids=lambda page: page.name)
def test_every_documented_command_has_the_options_it_is_shown_with(page):
    for words in documented_commands(page):
        command = commands.get_command(click.Context(commands), words[0])
        assert command is not None, words
        given = [re.sub(r"[\[\]]", "", word) for word in words[1:] if word not in ("...", "|")]
        several = {flag for option in command.params if isinstance(option, SeveralValues) for flag in option.opts}
        command.make_parser(click.Context(command)).parse_args(repeat_flags(given, several))


def anchors(text: str) -> set[str]:
    """Anchors of headings, as the forge and the site make them."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
