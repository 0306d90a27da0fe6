"""CPU time of a cold start of each function, relative to ``import boto3; boto3.client("s3")`` in the same run.

Run as ``python bench/cold_starts.py [rounds]``. Each figure is of a fresh interpreter with warm bytecode: ``imported``
is the import of the handler, ``ready`` adds the container with the use case of its first event, its ports and its AWS
clients. Figures are medians of CPU time; the bare client and the functions alternate, so that both met the same load.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

from billhook.settings import FUNCTION_SETTINGS

ROOT = Path(__file__).resolve().parent.parent
GOAL, LIMIT = 1.2, 1.95
BARE = 'import boto3; boto3.client("s3")'
FIRST_USE = {
    "authorize": "access.authorize_caller.AuthorizeCaller",
    "api": "intake.submit_documents.SubmitDocuments",
    "fetch_url": "processing.fetch_document.FetchDocument",
    "unpack_archive": "processing.unpack_archive.UnpackArchive",
    "enqueue_file": "intake.enqueue_arrival.EnqueueArrival",
    "parse_document": "processing.parse_document.ParseDocument",
    "finish_reading": "processing.finish_reading.FinishReading",
    "publish_events": "delivery.publish_events.PublishEvents",
    "plan_deliveries": "delivery.plan_deliveries.PlanDeliveries",
    "deliver": "delivery.deliver.Deliver",
    "sweep": "maintenance.sweep.Sweep",
    "erase": "documents.erase_document.EraseDocument",
    "admin": "access.create_account.CreateAccount",
}
"""By function: the use case of its first event, below ``billhook.usecases``."""


def environment() -> dict[str, str]:
    """The environment of a function, with a placeholder for every setting."""
    settings = {name for names in FUNCTION_SETTINGS.values() for name in names}
    variables = {f"BILLHOOK_{name.upper()}": "1" for name in settings} | {"BILLHOOK_ALLOWED_HOSTS": ""}
    aws = {"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "x"}
    path = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    return {**path, **aws, **variables, "AWS_SECRET_ACCESS_KEY": "x", "PYTHONPATH": str(ROOT)}


def cpu_ms(code: str) -> float:
    """CPU time of a fresh interpreter that runs ``code``."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], env=environment(), cwd=ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def imported(function: str) -> str:
    """Code that imports the handler of a function."""
    return f"import functions.{function}.handler as handler"


def ready(function: str) -> str:
    """Code that also builds the use case of its first event."""
    path, use_case = FIRST_USE[function].rsplit(".", 1)
    home = "functions.api.container" if function == "api" else f"functions.{function}.handler"
    routes = "import functions.api.jobs; " if function == "api" else ""
    wired = f"from {home} import container; from billhook.usecases.{path} import {use_case}"
    return f"{imported(function)}; {routes}{wired}; container().get({use_case})"


def measured(rounds: int) -> dict[str, dict[str, float]]:
    """Ratios per function, medians over the rounds."""
    codes = {(name, kind.__name__): kind(name) for name in FIRST_USE for kind in (imported, ready)}
    for code in (BARE, *codes.values()):
        cpu_ms(code)  # writes the bytecode
    ratios: dict[tuple[str, str], list[float]] = {key: [] for key in codes}
    for _ in range(rounds):
        bare = cpu_ms(BARE)
        for key, code in codes.items():
            ratios[key].append(cpu_ms(code) / bare)
    return {
        name: {kind: round(statistics.median(ratios[name, kind]), 2) for kind in ("imported", "ready")}
        for name in FIRST_USE
    }


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    result = measured(rounds)
    print(f"{'function':<16} {'imported':>9} {'ready':>7}   (x of {BARE}; limit {LIMIT}, goal {GOAL})")
    for name, row in result.items():
        print(f"{name:<16} {row['imported']:>9.2f} {row['ready']:>7.2f}")
    print(json.dumps({"bench": "cold_starts", "rounds": rounds, "limit": LIMIT, "ratios": result}))


if __name__ == "__main__":
    main()
