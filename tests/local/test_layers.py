"""A layer holds what Lambda imports, compiled, with fixed times, and is built only when its inputs changed."""

import subprocess
import sys
from pathlib import Path

import pytest

from billhook.local.layers import MTIME, _copy, build
from billhook.local.paths import LocalPaths

PACKAGE = {
    "__init__.py": "",
    "names.py": "PRODUCT = 'billhook'",
    "py.typed": "",
    "extraction/data/languages/en.toml": "numbers = ['no']\n[labels.total_charges]\nstrong = ['total']",
    "cli/main.py": "",
    "local/cloud.py": "",
    "domain/__pycache__/bill.cpython-311.pyc": "",
}


@pytest.fixture
def places(tmp_path: Path) -> LocalPaths:
    """A checkout with a small package and no dependencies; its uv only creates the requested folder."""
    for name, text in PACKAGE.items():
        path = tmp_path / "layers" / "billhook" / "python" / "billhook" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    locked = tmp_path / "layers" / "dependencies" / "requirements.txt"
    locked.parent.mkdir()
    locked.write_text("# nothing\n")
    uv = tmp_path / "scripts" / "uv"
    uv.parent.mkdir()
    uv.write_text('#!/bin/sh\n[ "$3" = --target ] && mkdir -p "$4/bin" && echo "$@" > "$4/installed.txt"\n')
    uv.chmod(0o755)
    python = tmp_path / ".billhook" / "emulator" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    return LocalPaths(tmp_path, tmp_path / ".billhook")


def layer(places: LocalPaths, name: str, stage: str = "local") -> Path:
    return places.root / "build" / "layers" / name / stage


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_layer_excludes_cli_and_local_cloud(places: LocalPaths) -> None:
    build(places, "local")

    found = files(layer(places, "billhook"))
    assert {name for name in found if "__pycache__" not in name} == {
        "python/billhook/__init__.py",
        "python/billhook/names.py",
        "python/billhook/py.typed",
        "python/billhook/extraction/data/languages/en.json",
        "python/billhook/extraction/data/languages/index.json",
    }


def test_layer_has_data_as_json_with_equal_content(tmp_path: Path) -> None:
    here = LocalPaths.here()
    package = here.root / "layers" / "billhook" / "python" / "billhook"
    _copy(package, tmp_path)
    code = (
        "from billhook.extraction.data import country, language, source; "
        "from billhook.extraction.language.lexicon import *; "
        "words = [lexicon(), *map(lexicon, sorted(language_markers()))]; "
        "print(source.ROOT, country.countries(), country.currencies(), language.languages(),"
        "[(w.labels, w.topics, w.spoken, w.phrases, w.context_rules) for w in words])"
    )

    printed = [
        subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True, text=True).stdout
        for env in ({"PYTHONPATH": str(root), "PYTHONHASHSEED": "1"} for root in (package.parent, tmp_path))
    ]

    data = tmp_path / "billhook" / "extraction" / "data"
    assert printed[0].split(maxsplit=1)[1] == printed[1].split(maxsplit=1)[1]
    assert printed[0].split()[0] == str(package / "extraction" / "data")
    assert printed[1].split()[0] == str(data)
    assert not [*(data / "languages").glob("*.toml"), *(data / "countries").glob("*.toml")]


def test_layer_has_unchecked_bytecode(places: LocalPaths) -> None:
    build(places, "local")

    (compiled,) = (layer(places, "billhook") / "python" / "billhook" / "__pycache__").glob("names.*.pyc")
    flags = int.from_bytes(compiled.read_bytes()[4:8], "little")
    assert flags == 0b01


def test_layer_can_be_imported(places: LocalPaths) -> None:
    build(places, "local")

    code = "import billhook.names; print(billhook.names.PRODUCT)"
    python = layer(places, "billhook") / "python"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(python)!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "billhook\n"


def test_layer_files_have_a_fixed_time(places: LocalPaths) -> None:
    build(places, "local")

    assert {path.stat().st_mtime for path in layer(places, "billhook").rglob("*")} == {MTIME}


def test_layer_with_unchanged_inputs_is_not_built(places: LocalPaths) -> None:
    first = build(places, "local")
    second = build(places, "local")
    (places.root / "layers/billhook/python/billhook/cli/main.py").write_text("changed = True")
    third = build(places, "local")

    assert (first, second, third) == (["billhook", "installed", "dependencies"], [], [])


def test_layer_change_builds_only_that_layer(places: LocalPaths) -> None:
    build(places, "local")

    (places.root / "layers/billhook/python/billhook/names.py").write_text("PRODUCT = 'other'")
    after_code = build(places, "local")
    (places.root / "layers/dependencies/requirements.txt").write_text("# other\n")
    after_lock = build(places, "local")

    assert (after_code, after_lock) == (["billhook"], ["installed", "dependencies"])
    assert "other" in (layer(places, "billhook") / "python/billhook/names.py").read_text()


def test_layer_dependencies_match_the_stages_python(places: LocalPaths) -> None:
    build(places, "local")
    build(places, "prod")

    here = (layer(places, "installed") / "python" / "installed.txt").read_text()
    aws = (layer(places, "dependencies", "prod") / "python" / "installed.txt").read_text()
    assert f"--python {places.emulator_python}" in here
    assert "--python-version 3.13 --python-platform aarch64-manylinux_2_28" in aws
    assert all("--only-binary :all: --require-hashes" in line for line in (here, aws))
    assert not (layer(places, "installed") / "python" / "bin").exists()


def test_layer_of_emulator_prefers_its_dependencies(places: LocalPaths) -> None:
    """A process that finds a layer's site folder, as Lambda's does, imports from where the dependencies lie."""
    build(places, "local")
    (layer(places, "installed") / "python" / "json.py").write_text("is_ours = True")
    (site,) = (layer(places, "dependencies") / "python" / "lib").glob("python3.*/site-packages")

    code = f"import site; site.addsitedir({str(site)!r}); import json; print(json.is_ours)"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "True\n"
    assert files(layer(places, "dependencies")) == {
        str((site / "billhook-dependencies.pth").relative_to(site.parents[3]))
    }
