"""The one build step before a deployment: the two layers of a stage, the same bytes for the same sources.

``build/layers/billhook/<stage>/python`` is the package without its command line and local cloud;
``build/layers/dependencies/<stage>/python`` holds what requirements.txt pins, for the stage's interpreter and
platform: Lambda's for dev and prod. No Docker. Unchanged inputs build nothing.

The emulator's are in ``build/layers/installed/local``, and its layer only leads there: it unpacks every layer again for
each process, which with 2,600 files takes longer than all else about a cold start.
"""

import argparse
import fcntl
import json
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from billhook.extraction.data.source import COUNTRIES, INDEX, LANGUAGES, settings_in
from billhook.local.errors import LocalCloudError
from billhook.local.paths import LocalPaths

LOCAL = "local"
STAGES = (LOCAL, "dev", "prod")
LAMBDA_PYTHON = "3.13"
# Lambda's Python 3.13 stands on Amazon Linux 2023 (glibc 2.34)
LAMBDA_PLATFORM = "aarch64-manylinux_2_28"
NOT_IN_LAYERS = ("cli", "local", "__pycache__")
# Folders of data that go in as JSON with an index of their settings: parsing TOML is a third of the cost of first use.
DATA = (Path("extraction", "data", LANGUAGES), Path("extraction", "data", COUNTRIES))
# 1980-01-01, the oldest time a zip can hold
MTIME = 315532800


@dataclass(frozen=True)
class BuildTarget:
    """Who will import a layer. ``python`` is an interpreter of that version here, or None: then nothing compiles."""

    label: str
    python: Path | None
    uv_options: tuple[str, ...]


@dataclass(frozen=True)
class Layer:
    """One layer: the files (and the text) it is made of and how they are put into its ``python`` folder."""

    name: str
    inputs: tuple[Path, ...]
    fill: Callable[[Path, BuildTarget], None]
    text: str = ""


def build(places: LocalPaths, stage: str) -> list[str]:
    """Build the outdated layers of ``stage`` and return their names. Raises LocalCloudError."""
    target = _target(places, stage)
    built = places.root / "build" / "layers"
    built.mkdir(parents=True, exist_ok=True)
    with (built / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return [layer.name for layer in _layers(places, stage) if _build(places, layer, stage, target)]


def _layers(places: LocalPaths, stage: str) -> Iterable[Layer]:
    package = places.root / "layers" / "billhook" / "python" / "billhook"
    locked = places.root / "layers" / "dependencies" / "requirements.txt"
    yield Layer("billhook", tuple(_sources(package)), lambda python, _: _copy(package, python))
    dependencies = Layer("dependencies", (locked,), lambda python, target: _install(places, locked, python, target))
    if stage != LOCAL:
        yield dependencies
        return
    yield replace(dependencies, name="installed")
    lead = _lead(_folder(places, "installed", stage) / "python", locked)
    yield Layer("dependencies", (), lambda python, target: _lay(lead, python, target), text=lead)


def _folder(places: LocalPaths, layer: str, stage: str) -> Path:
    return places.root / "build" / "layers" / layer / stage


def _target(places: LocalPaths, stage: str) -> BuildTarget:
    if stage == LOCAL:
        python = places.emulator_python
        if not python.exists():
            raise LocalCloudError("The emulator is not installed: run `make setup`.")
        machine = f"{platform.system()} {platform.machine()}"
        return BuildTarget(f"{_version(python)} {machine}", python, ("--python", str(python)))
    wanted = ("--python-version", LAMBDA_PYTHON, "--python-platform", LAMBDA_PLATFORM)
    return BuildTarget(f"{LAMBDA_PYTHON} {LAMBDA_PLATFORM}", _interpreter(LAMBDA_PYTHON), wanted)


def _interpreter(version: str) -> Path | None:
    candidates = [Path(sys.executable), *(Path(name) for name in [shutil.which(f"python{version}")] if name)]
    return next((python for python in candidates if _version(python).startswith(f"{version}.")), None)


def _version(python: Path) -> str:
    """The version of an interpreter, or nothing when it does not run (a shim may lead nowhere)."""
    command = [str(python), "-c", "import platform; print(platform.python_version())"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603


def _build(places: LocalPaths, layer: Layer, stage: str, target: BuildTarget) -> bool:
    folder = _folder(places, layer.name, stage)
    stamp, expected = folder.with_suffix(".stamp"), _stamp(places, layer, target)
    if folder.is_dir() and stamp.is_file() and stamp.read_text() == expected:
        return False
    draft = folder.with_name(f".{stage}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    python = draft / "python"
    python.mkdir(parents=True)
    layer.fill(python, target)
    _compile(python, target)
    for path in (*draft.rglob("*"), draft):
        os.utime(path, (MTIME, MTIME))
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)
    stamp.write_text(expected)
    return True


def _stamp(places: LocalPaths, layer: Layer, target: BuildTarget) -> str:
    digest = sha256(f"{target.label} {target.python and _version(target.python)} {layer.text}".encode())
    for path in (*layer.inputs, Path(__file__)):
        where = path.relative_to(places.root) if path.is_relative_to(places.root) else Path(path.name)
        digest.update(f"{where}\0".encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources(package: Path) -> Iterable[Path]:
    for path in sorted(package.rglob("*")):
        if path.is_file() and not set(path.relative_to(package).parts) & set(NOT_IN_LAYERS):
            yield path


def _copy(package: Path, python: Path) -> None:
    for path in _sources(package):
        target = python / package.name / path.relative_to(package)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.parent.relative_to(package) in DATA:
            _write_json(target.with_suffix(".json"), tomllib.loads(path.read_text(encoding="utf-8")))
        else:
            shutil.copyfile(path, target)
    for folder in DATA:
        if (package / folder).is_dir():
            _write_json(python / package.name / folder / INDEX, settings_in(package / folder))


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _install(places: LocalPaths, locked: Path, python: Path, target: BuildTarget) -> None:
    # copies: hard links would carry our times into uv's cache
    fixed = [
        "--quiet",
        "--no-deps",
        "--link-mode",
        "copy",
        "--only-binary",
        ":all:",
        "--require-hashes",
        "--requirement",
        str(locked),
    ]
    command = [str(places.root / "scripts" / "uv"), "pip", "install", "--target", str(python), *target.uv_options]
    done = subprocess.run([*command, *fixed], capture_output=True, text=True, check=False)  # noqa: S603  pinned uv
    if done.returncode:
        raise LocalCloudError(f"The dependencies for {target.label} cannot be installed:\n{done.stderr}")
    shutil.rmtree(python / "bin", ignore_errors=True)
    (python / ".lock").unlink(missing_ok=True)


def _lead(installed: Path, locked: Path) -> str:
    """A layer's ``.pth`` file, which adds the installed packages to ``sys.path``.

    The digest of the lock file makes it differ for other packages, so that they are deployed.
    """
    return f"# {sha256(locked.read_bytes()).hexdigest()}\nimport sys; sys.path.insert(0, {str(installed)!r})\n"


def _lay(lead: str, python: Path, target: BuildTarget) -> None:
    site = python / "lib" / f"python{'.'.join(target.label.split('.')[:2])}" / "site-packages"
    site.mkdir(parents=True)
    (site / "billhook-dependencies.pth").write_text(lead)


def _compile(python: Path, target: BuildTarget) -> None:
    # Unchecked hashes: the zip of a layer fixes every time, and a cold start must not compare source and bytecode.
    if target.python is None:
        return
    command = [str(target.python), "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    command += ["-s", str(python), "-p", "/opt/python", str(python)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own interpreter
    if done.returncode:
        raise LocalCloudError(f"The layer cannot be compiled:\n{done.stdout}{done.stderr}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="billhook.local.layers", description=__doc__)
    parser.add_argument("--stage", choices=STAGES, action="append", help="default: every stage")
    places = LocalPaths.here()
    for stage in parser.parse_args().stage or STAGES:
        built = build(places, stage)
        sys.stderr.write(f"layers of {stage}: {', '.join(built) + ' built' if built else 'unchanged'}\n")


if __name__ == "__main__":
    try:
        main()
    except LocalCloudError as error:
        sys.exit(str(error))
