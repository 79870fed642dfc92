"""Write the lock: version and SHA-256 of every package that the tests install, for ``pip install --require-hashes``.

It asks the registry, through pip, what a fresh environment would get; it holds for one kind of machine (the first line
tells which).
"""

import json
import platform
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXTRAS = "cli,training,cohort,cluster,dicom,docs,pdf,mrml,web,ibsi,test"


def main() -> None:
    """Print the lock."""
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"]
    done = subprocess.run([*command, "--report", "-", f"{ROOT}[{EXTRAS}]"], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    print(f"# Python {platform.python_version()} on {platform.system()} {platform.machine()}; made by `make lock`")
    print(f"# of pyproject.toml with the extras {EXTRAS}")
    for package in sorted(json.loads(done.stdout)["install"], key=lambda one: one["metadata"]["name"].lower()):
        name, version = package["metadata"]["name"], package["metadata"]["version"]
        if name == own_name():
            continue
        print(f"{name}=={version} --hash=sha256:{package['download_info']['archive_info']['hashes']['sha256']}")


def own_name() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["name"]


if __name__ == "__main__":
    main()
