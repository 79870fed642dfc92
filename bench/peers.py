"""Who is measured, and the environment that each peer lives in."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from client import ONE_THREAD

ENVIRONMENTS = Path(__file__).resolve().parent / "environments"


@dataclass(frozen=True)
class Peer:
    """An extractor and how to get it.

    Attributes
    ----------
    worker : str
        Script in ``workers/``.
    requirements : tuple of str
        For pip, in an environment of its own; empty if the project's environment has it.
    beside_python : str or None
        A requirement installed without its dependencies and whatever Python it asks for.
    module : str or None
        What is imported once after installing, where that compiles code for minutes.
    """

    name: str
    worker: str
    requirements: tuple[str, ...] = ()
    beside_python: str | None = None
    module: str | None = None

    @property
    def folder(self) -> Path:
        return ENVIRONMENTS / self.name

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python" if self.requirements else Path(sys.executable)

    @property
    def log(self) -> Path:
        return ENVIRONMENTS / "logs" / f"{self.name}.log"


OURS = Peer("PCRPredictor", "ours.py")
PYRADIOMICS = Peer("pyradiomics", "pyradiomics_peer.py", ("pyradiomics-bhklab==3.1.4",))
PICTOLOGICS = Peer(
    "pictologics",
    "pictologics_peer.py",
    # Its metadata asks for Python 3.12, though its code runs on 3.11 too; so what it needs is listed here.
    (
        "Pillow>=11.1",
        "PyWavelets>=1.6",
        "nibabel>=5.2",
        "numba>=0.62.1",
        "pandas>=2.2.2",
        "pydicom>=3.0.1",
        "python-gdcm>=3.0.10",
        "pyyaml>=6",
        "scipy>=1.16.3",
        "tqdm>=4.66",
    ),
    beside_python="pictologics==0.9.0",
    module="pictologics",
)
ITK = Peer("ITK filters", "itk_peer.py")
FLASH = Peer(
    "flash-radiomics",
    "flash_peer.py",
    # The wheel names no requirements.
    (
        "numpy",
        "h5py",
        "SimpleITK",
        "pykwalify",
        "PyWavelets",
        "scipy",
        "scikit-image",
        "scikit-learn",
        "trimesh",
        "flash-radiomics==1.0.0",
    ),
)
NUMPYRADIOMICS = Peer("numpyradiomics", "numpyradiomics_peer.py", ("numpyradiomics==0.0.5",))
ZRAD = Peer("z-rad", "zrad_peer.py", ("z-rad==26.9.0",))
MIRP = Peer("MIRP", "mirp_peer.py", ("mirp==2.7.0",))

PEERS = (PYRADIOMICS, PICTOLOGICS, ITK, FLASH, NUMPYRADIOMICS, ZRAD, MIRP)


def install(peer: Peer) -> str | None:
    """Make the peer's environment unless it is there; the reason where that fails."""
    wanted = (*peer.requirements, peer.beside_python or "", sys.version)
    state = hashlib.sha256(repr(wanted).encode()).hexdigest()
    stamp = peer.folder / ".ready"
    if not peer.requirements or (stamp.exists() and stamp.read_text() == state):
        return None
    print(f"installing {peer.name} into {peer.folder}", flush=True)
    shutil.rmtree(peer.folder, ignore_errors=True)
    pip = [peer.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    steps = [[sys.executable, "-m", "venv", peer.folder], [*pip, *peer.requirements]]
    if peer.beside_python:
        steps.append([*pip, "--no-deps", "--ignore-requires-python", peer.beside_python])
    if peer.module:
        print(f"importing {peer.module} once, which compiles for minutes", flush=True)
        steps.append([peer.python, "-c", f"import {peer.module}"])
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False, env=os.environ | ONE_THREAD)
        if done.returncode:
            return done.stderr.strip()[-400:]
    stamp.write_text(state)
    return None


def version(peer: Peer) -> str:
    """The installed version of what is measured."""
    name = {"PCRPredictor": "pcr-predictor", "ITK filters": "itk"}.get(peer.name, peer.name.lower())
    name = "pyradiomics-bhklab" if peer is PYRADIOMICS else name
    program = f"from importlib.metadata import version; print(version({name!r}))"
    return subprocess.run([peer.python, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
