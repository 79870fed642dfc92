"""Pages that are made from the program itself, so that they cannot differ from it: features, commands, files."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from PCRPredictorLib.cli.commands import NAMES, commands
from PCRPredictorLib.features.catalogue import CATALOGUE, FeatureInfo
from PCRPredictorLib.features.profile import AK396Profile
from PCRPredictorLib.features.readable import readable
from PCRPredictorLib.resources import resource_folder

METHOD = Path(__file__).parent / "method.md"
SCHEMAS = {
    "prediction": "What `predict` writes as `prediction.json`.",
    "calibration": "What `calibrate` writes.",
    "model": "A model, published or trained here.",
}
BLOCK_TITLES = {
    "histogram": "Histogram",
    "cooccurrence": "Co-occurrence",
    "haralick": "Haralick",
    "runlength": "Run length",
    "shape": "Shape",
    "sizezone": "Size zones",
}
BINNED = ("FrequencySize", "MedianIntensity", "Percentile", "Quantile", "histogramEnergy", "histogramEntropy")
SETTINGS = {
    "MedianIntensity": ("median_rule",),
    "Percentile": ("quantile_rule",),
    "Quantile": ("quantile_rule",),
    "inverseDifferenceMoment": ("haralick_inverse_difference",),
    "Maximum3DDiameter": ("diameter_unit",),
    "ZonePercentage": ("zone_percentage",),
}
"""Settings of the extraction profile beside those of the whole block."""
BLOCK_SETTINGS = {
    "histogram": (),
    "cooccurrence": ("lower_bound", "orientation"),
    "haralick": ("lower_bound", "orientation"),
    "runlength": ("lower_bound", "orientation", "runs_leave_roi", "run_distance_mm"),
    "shape": ("surface",),
    "sizezone": (
        *("orientation", "size_zone_slice", "size_zone_connectivity", "size_zone_nonpositive", "size_zone_rounding"),
    ),
}
TABLE_HEAD = "| No. | feature | in words | formula | certainty | settings |\n|---|---|---|---|---|---|\n"
WITHOUT_SURFACE = ("VolumeCC", "VolumeMM", "Maximum3DDiameter")


def write_pages(folder: Path) -> None:
    """Write the generated pages into a folder, which is made."""
    folder.mkdir(exist_ok=True)
    for name, text in (("features", features_page()), ("commands", commands_page()), ("files", files_page())):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def features_page() -> str:
    """Every feature with its formula, source, certainty and settings."""
    formulas = formulas_of_method(METHOD.read_text(encoding="utf-8"))
    parts = [
        "# The 396 features, one by one\n\nMade from the program's own catalog and the formulas of "
        "[Method](../method.md), which has the symbols. *Measured* formulas agree with a public table of real A.K. "
        "output; *inferred* ones are the best reading. A label such as A66 is the phase (A arterial, P portal venous) "
        "and the position.\n"
    ]
    for block, title in BLOCK_TITLES.items():
        parts.append(f"\n## {title}\n\n{TABLE_HEAD}")
        parts += [_feature_row(info, formulas) for info in CATALOGUE if info.block == block]
        source = next(info.reference for info in CATALOGUE if info.block == block)
        parts.append(f"\nSource: `{source}`.\n")
    return "".join(parts)


def _feature_row(info: FeatureInfo, formulas: dict[str, str]) -> str:
    words = readable(info.name)
    settings = ", ".join(f"`{name}`" for name in settings_of(info)) or "none"
    formula = formula_of(info.name, formulas)
    said = f"{words.name}. {words.high}" if words.high else words.name
    return f"| {info.position} | `{info.name}` | {said} | {formula} | {info.certainty} | {settings} |\n"


def settings_of(info: FeatureInfo) -> tuple[str, ...]:
    """Settings of the extraction profile that the value of a feature depends on."""
    known = AK396Profile.__dataclass_fields__
    base = re.match(r"[A-Za-z0-9]+?(?=\d|_|$)", info.name)
    own = SETTINGS.get(info.name) or SETTINGS.get(base[0] if base else "", ())
    block = () if info.name in WITHOUT_SURFACE else BLOCK_SETTINGS[info.block]
    if info.name.startswith(BINNED):
        block = (*block, "lower_bound")
    names = tuple(dict.fromkeys((*block, *own)))
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(f"{', '.join(unknown)} is no setting of the extraction profile")
    return names


def formula_of(name: str, formulas: dict[str, str]) -> str:
    """The formula of a feature: its own, else that of what stands before direction and offset.

    Raises
    ------
    KeyError
        The method has none.
    """
    base = name.split("_")[0]
    for key in (name, base, re.sub(r"[\d.]+$", "", base)):
        if key in formulas:
            formula = formulas[key]
            return f"{formula}; population variance over the four angles" if name.endswith("_SD") else formula
    raise KeyError(f"Docs/method.md has no formula of {name}")


def formulas_of_method(text: str) -> dict[str, str]:
    """Formulas by feature, from the tables and relations of the method."""
    found: dict[str, str] = {}
    for row in re.findall(r"^\| ([A-Za-z0-9, ().]+?) \| (.+?) \|", text, flags=re.MULTILINE):
        names = [name.split(" ")[0] for name in row[0].split(", ")]
        formulas = re.split(r"; ", row[1])
        for place, name in enumerate(names):
            found[name] = formulas[place] if len(formulas) == len(names) else row[1]
    relations = re.search(r"### Shape.*?\n\n(.*?)\n\n", text, flags=re.DOTALL)
    for relation in re.split(r"[;.] ", relations[1].replace("\n", " ")) if relations else []:
        match = re.search(r"(\w+) = (.+?)(?: \(all measured\))?$", relation.strip())
        if match:
            found[match[1]] = match[2]
    found["Maximum3DDiameter"] = "largest distance of two voxel centers, in voxel index units"
    found["SurfaceArea"] = "area A of the closed mesh half-way between voxel centers"
    return found


def commands_page() -> str:
    """Every sub-command with its options, as ``--help`` prints them."""
    parts = ["# Commands\n\nMade from the program. `pcr-predictor COMMAND --help` prints the same.\n"]
    context = click.Context(commands, info_name="pcr-predictor")
    for name in NAMES:
        command = commands.get_command(context, name)
        if command is not None:
            parts += _command(command, f"pcr-predictor {name}", "##")
    return "\n".join(parts)


def _command(command: click.Command, called: str, heading: str) -> Iterator[str]:
    yield f"\n{heading} {called}\n"
    context = click.Context(command, info_name=called)
    yield f"```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _command(inner, f"{called} {name}", f"{heading}#")


def files_page() -> str:
    """The JSON files by their schemas."""
    parts = ["# Files\n\nMade from the schemas in `PCRPredictor/Resources/Schemas`. Further keys may be added.\n"]
    for name, what in SCHEMAS.items():
        schema = json.loads((resource_folder("Schemas") / f"{name}.schema.json").read_text(encoding="utf-8"))
        parts.append(f"\n## {schema['title']}\n\n{what} {schema.get('description', '')}\n")
        parts.append("| key | needed | kind | meaning |\n|---|---|---|---|")
        parts += _properties(schema, schema, "")
    return "\n".join(parts) + "\n"


def _properties(schema: dict[str, Any], root: dict[str, Any], prefix: str) -> Iterator[str]:
    for key, content in schema.get("properties", {}).items():
        needed = "yes" if key in schema.get("required", ()) else ""
        meaning = content.get("description") or _resolved(content, root).get("description", "")
        yield f"| `{prefix}{key}` | {needed} | {_kind(content, root)} | {meaning} |"
        inner = _resolved(content, root)
        if inner.get("type") == "object":
            yield from _properties(inner, root, f"{prefix}{key}.")
        elif inner.get("type") == "array":
            yield from _properties(_resolved(inner.get("items", {}), root), root, f"{prefix}{key}[].")


def _resolved(content: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    reference = content.get("$ref", "")
    return root["$defs"][reference.rpartition("/")[2]] if reference.startswith("#/$defs/") else content


def _kind(content: dict[str, Any], root: dict[str, Any]) -> str:
    resolved = _resolved(content, root)
    if "enum" in resolved:
        return ", ".join(f"`{value}`" for value in resolved["enum"])
    if "anyOf" in resolved:
        return " or ".join(_kind(one, root) for one in resolved["anyOf"])
    kind = resolved.get("type", "any")
    limits = [f"{sign} {resolved[key]}" for key, sign in (("minimum", "≥"), ("maximum", "≤")) if key in resolved]
    return f"{' or '.join(kind) if isinstance(kind, list) else kind}{' (' + ', '.join(limits) + ')' if limits else ''}"
