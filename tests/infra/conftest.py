"""Each stage is synthesised once, by the real ``app.py`` in a process that knows no credentials."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.infra.template import Template

ROOT = Path(__file__).resolve().parents[2]
STAGES = ("local", "dev", "prod")


@pytest.fixture(scope="session")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """``assembly(stage)`` is the folder that ``app.py`` wrote for a stage."""

    @cache
    def synthesise(stage: str) -> Path:
        out = tmp_path_factory.mktemp(f"cdk-{stage}")
        run = run_app(out, {"stage": stage})
        assert run.returncode == 0, run.stderr[-3000:]
        return out

    return synthesise


@pytest.fixture(scope="session")
def template(assembly: Callable[[str], Path]) -> Callable[[str], Template]:
    """``template(stage)`` is the stage's template."""

    @cache
    def read(stage: str) -> Template:
        path = assembly(stage) / f"Billhook-{stage}.template.json"
        return Template(stage, json.loads(path.read_text()))

    return read


@pytest.fixture(params=STAGES)
def each(request: pytest.FixtureRequest, template: Callable[[str], Template]) -> Template:
    """The template of every stage in turn."""
    return template(request.param)


@pytest.fixture(params=("dev", "prod"))
def on_aws(request: pytest.FixtureRequest, template: Callable[[str], Template]) -> Template:
    """The templates that go to a real account."""
    return template(request.param)


def run_app(out: Path, context: dict[str, Any]) -> "subprocess.CompletedProcess[str]":
    """``app.py`` as the CDK CLI runs it, without a home, credentials or a region. Assets are not copied."""
    flags = json.loads((ROOT / "cdk.json").read_text())["context"]
    context = {**flags, "aws:cdk:bundling-stacks": [], "aws:cdk:disable-asset-staging": True, **context}
    environment = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
        "HOME": str(out),
        "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(ROOT / "build" / "jsii"),
        "CDK_OUTDIR": str(out),
        "CDK_CONTEXT_JSON": json.dumps(context),
    }
    return subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
