"""What is installed, held against the lock, and its bill of materials; reads this machine only.

``python audit.py LOCK SBOM`` writes the packages as CycloneDX 1.5 JSON and ends with 1 where one is not as locked. No
database of known vulnerabilities comes with it: that needs the network, so give the SBOM to a scanner that has one.
"""

import importlib.metadata
import json
import re
import sys
from pathlib import Path
from typing import Any

OWN = "pcr-predictor"
LOCKED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+) --hash=sha256:(?P<hash>[0-9a-f]{64})")
TOOLS = ("pip", "setuptools", "wheel")
NOT_LOCKED = ("pyradiomics-bhklab", "docopt", "pykwalify", "ruamel-yaml", "six")
"""Built where there is a C compiler, by `make setup`; and what that needs."""


def read_lock(path: Path) -> dict[str, tuple[str, str]]:
    """Version and hash of each package of a lock, by its plain name."""
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    found = {}
    for line in lines:
        match = LOCKED.fullmatch(line)
        if match is None:
            raise ValueError(f"{path}: {line!r} is no locked package.")
        found[plain(match["name"])] = match["version"], match["hash"]
    return found


def installed() -> dict[str, importlib.metadata.Distribution]:
    """The packages of this environment, by their plain names."""
    return {plain(one.metadata["Name"]): one for one in importlib.metadata.distributions()}


def departures(lock: dict[str, tuple[str, str]]) -> list[str]:
    """Where the environment is not as locked, a sentence each."""
    found = []
    here = installed()
    for name, package in sorted(here.items()):
        if name in (OWN, *TOOLS, *NOT_LOCKED):
            continue
        if name not in lock:
            found.append(f"{name} {package.version} is not in the lock; run make lock, or remove it.")
        elif lock[name][0] != package.version:
            found.append(f"{name} is {package.version}, locked is {lock[name][0]}; install from the lock.")
    return found


def bill_of_materials(lock: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """The packages of this environment as CycloneDX 1.5, in the order of their names."""
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": OWN, "bom-ref": OWN}},
        "components": [_component(name, package, lock) for name, package in sorted(installed().items()) if name != OWN],
    }


def _component(name: str, package: importlib.metadata.Distribution, lock: dict[str, tuple[str, str]]) -> dict[str, Any]:
    purl = f"pkg:pypi/{name}@{package.version}"
    component: dict[str, Any] = {
        "type": "library",
        "name": name,
        "version": package.version,
        "bom-ref": purl,
        "purl": purl,
    }
    told = package.metadata.get("License-Expression") or package.metadata.get("License")
    stated = told.strip().splitlines()[0][:100] if told and told.strip() else _classified(package)
    if stated:
        component["licenses"] = [{"license": {"name": stated}}]
    if lock.get(name, ("", ""))[0] == package.version:
        component["hashes"] = [{"alg": "SHA-256", "content": lock[name][1]}]
    return component


def _classified(package: importlib.metadata.Distribution) -> str:
    marks = [line for line in package.metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    return marks[0].rpartition(" :: ")[2] if marks else ""


def plain(name: str) -> str:
    """The one spelling of a package's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def main(lock_path: str, sbom_path: str) -> int:
    """Write the bill, tell the departures; 1 where there are any."""
    lock = read_lock(Path(lock_path))
    bill = bill_of_materials(lock)
    Path(sbom_path).write_text(json.dumps(bill, indent=2) + "\n")
    found = departures(lock)
    print("\n".join(found))
    without = [one["name"] for one in bill["components"] if "licenses" not in one]
    print(f"{len(bill['components'])} packages in {sbom_path}; {len(found)} not as locked; no license told: {without}.")
    print("Known vulnerabilities were not looked up: no database is at hand offline. Give the SBOM to a scanner.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
