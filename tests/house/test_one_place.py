"""Some things are done in one place only: boto3, the environment, key strings, the time, chance, changed copies."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.house.source import ROOT, Source, planted, product, sources

PACKAGE = "layers/billhook/python/billhook/"
LOCAL = PACKAGE + "local/"
BOTO3 = (LOCAL,)
BOTOCORE = (*BOTO3, PACKAGE + "adapters/", PACKAGE + "runtime/", PACKAGE + "cli/admin.py")  # to translate its errors
ENVIRONMENT = (PACKAGE + "settings.py", LOCAL)
KEYS = (PACKAGE + "adapters/dynamodb/keys.py", PACKAGE + "names.py")
CHANCE = (PACKAGE + "adapters/clock.py", LOCAL)  # local stands in for AWS and has a clock of its own

COPIES = (PACKAGE + "domain/",)  # a changed copy skips validation: only transitions of the domain make one

KEY_STRING = re.compile(r"^(DOC|JOB|CO|SITE|KEY|ACCOUNT|ACC|HASH|OUT|DST|DLV|DROP|MARK|DUE|AT|V|WAIT|IDEM)#")
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}
RANDOM_CALLS = {"uuid.uuid1", "uuid.uuid4", "uuid.uuid6", "uuid.uuid7", "os.urandom"}
RANDOM_MODULES = {"random", "secrets"}


def faults(source: Source) -> list[str]:
    """What ``source`` does that belongs elsewhere."""
    found = [*_imports(source), *_environment(source), *_keys(source), *_chance(source), *_copies(source)]
    return [f"{source.path}:{line} {what}" for line, what in sorted(found)]


def _away(source: Source, homes: tuple[str, ...]) -> bool:
    return not source.path.startswith(homes)


def _imports(source: Source) -> Iterator[tuple[int, str]]:
    for line, name in source.imports:
        root = name.split(".")[0]
        if (root == "boto3" and _away(source, BOTO3)) or (root == "botocore" and _away(source, BOTOCORE)):
            yield line, f"imports {root}"
        if _away(source, CHANCE) and (root in RANDOM_MODULES or name in {*RANDOM_CALLS, "time.time", "time.time_ns"}):
            yield line, f"imports {name}"
        if _away(source, ENVIRONMENT) and name in {"os.environ", "os.getenv", "os.environb"}:
            yield line, "reads the environment"


def _environment(source: Source) -> Iterator[tuple[int, str]]:
    if _away(source, ENVIRONMENT):
        for node in source.nodes:
            if isinstance(node, ast.Attribute) and _dotted(node) in {"os.environ", "os.getenv", "os.environb"}:
                yield node.lineno, "reads the environment"


def _keys(source: Source) -> Iterator[tuple[int, str]]:
    if _away(source, KEYS):
        for node in source.nodes:
            if isinstance(node, ast.Constant) and id(node) not in source.docstrings:
                text = node.value
                if isinstance(text, str) and KEY_STRING.match(text):
                    yield node.lineno, f"spells the key {text!r}"


def _chance(source: Source) -> Iterator[tuple[int, str]]:
    if _away(source, CHANCE):
        for node in source.nodes:
            if isinstance(node, ast.Attribute) and _last_two(node) in CLOCKS | RANDOM_CALLS:
                yield node.lineno, f"calls {_last_two(node)}"


def _copies(source: Source) -> Iterator[tuple[int, str]]:
    if _away(source, COPIES):
        for node in source.nodes:
            if isinstance(node, ast.Call) and _is_changed_copy(node):
                yield node.lineno, "calls model_copy(update=...)"


def _is_changed_copy(node: ast.Call) -> bool:
    is_copy = isinstance(node.func, ast.Attribute) and node.func.attr == "model_copy"
    return is_copy and any(keyword.arg in {"update", None} for keyword in node.keywords)


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _last_two(node: ast.Attribute) -> str:
    """``datetime.datetime.now`` and ``datetime.now`` are one thing."""
    return ".".join(_dotted(node).split(".")[-2:])


def test_restricted_calls_are_in_their_own_modules() -> None:
    assert [fault for source in product() for fault in faults(source)] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("functions/api/handler.py", "import boto3"),
        (PACKAGE + "adapters/s3_files.py", "from boto3.session import Session"),
        (PACKAGE + "usecases/jobs/queries.py", "from botocore.exceptions import ClientError"),
        (PACKAGE + "runtime/aws.py", "import os\nregion = os.environ['AWS_REGION']"),
        (PACKAGE + "cli/main.py", "import os\nkey = os.getenv('X')"),
        (PACKAGE + "cli/main.py", "from os import environ"),
        (PACKAGE + "usecases/jobs/queries.py", "key = f'DOC#{document_id}'"),
        ("infra/stream.py", "prefix = 'OUT#'"),
        (PACKAGE + "domain/job.py", "import datetime\nnow = datetime.datetime.now()"),
        (PACKAGE + "domain/job.py", "from datetime import date\nnow = date.today()"),
        (PACKAGE + "runtime/batches.py", "import time\nnow = time.time()"),
        (PACKAGE + "cli/main.py", "import uuid\nname = uuid.uuid4()"),
        (PACKAGE + "adapters/s3_files.py", "from uuid import uuid4"),
        (PACKAGE + "usecases/delivery/deliver.py", "import random"),
        (PACKAGE + "usecases/delivery/deliver.py", "from secrets import token_bytes"),
        (PACKAGE + "usecases/jobs/queries.py", "later = job.model_copy(update={'due_at': None})"),
        ("functions/api/jobs.py", "later = job.model_copy(deep=True, update=fields)"),
    ],
)
def test_place_faults_sees_a_call_elsewhere(path: str, text: str) -> None:
    assert len(faults(planted(text, path))) == 1


def test_prose_may_name_a_key() -> None:
    documented = planted('def of():\n    """DOC#{id} is a key."""', PACKAGE + "usecases/jobs/queries.py")

    assert faults(documented) == []


def test_bench_makes_no_changed_copy() -> None:
    assert [(source.path, line) for source in sources("bench") for line, _ in _copies(source)] == []


def test_domain_makes_changed_copies() -> None:
    transition = planted("later = job.model_copy(update={'due_at': None})", PACKAGE + "domain/job.py")

    assert faults(transition) == []


GUARD = """
import sys

OURS, TAKEN = sys.argv[1], (".py", ".pyc", ".so", ".pyd")

def watch(event, args):
    if event in {"socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.mkdir"}:
        raise RuntimeError(f"{event} {args[:2]} at import")
    if event == "open" and isinstance(args[0], str) and args[0].startswith(OURS) and not args[0].endswith(TAKEN):
        raise RuntimeError(f"opens {args[0]} at import")

sys.addaudithook(watch)
"""


def _guarded(code: str) -> "subprocess.CompletedProcess[str]":
    """Run ``code`` in a fresh interpreter with an empty environment and a guard on sockets, children and our files."""
    package = str(ROOT / "layers/billhook/python")
    script = f"{GUARD}\nsys.path[:0] = [{str(ROOT)!r}, {package!r}]\n{code}\n"
    command = [sys.executable, "-B", "-c", script, package]
    return subprocess.run(command, env={}, capture_output=True, text=True, check=False)


def test_import_of_every_module_has_no_side_effects() -> None:
    shipped = [source.module for source in product() if not source.module.startswith(("infra", "app"))]
    modules = [module for module in shipped if not module.endswith("__main__")]

    done = _guarded("\n".join(f"import {module}" for module in modules))

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import billhook, pathlib; (pathlib.Path(billhook.__file__).parent / 'py.typed').read_text()",
        "import os; os.environ['HOME']",
    ],
)
def test_import_guard_sees_an_import_with_side_effects(code: str) -> None:
    assert _guarded(code).returncode != 0
