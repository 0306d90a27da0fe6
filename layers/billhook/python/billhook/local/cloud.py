"""The whole product on one machine: ``up`` starts and deploys it, ``down`` stops it, ``status`` tells how it is.

Everything listens on loopback only. State lives in ``.billhook/state`` and survives ``down``.
"""

import fcntl
import json
import os
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from billhook import names
from billhook.local import first_account, layers, services
from billhook.local.aws import Emulator
from billhook.local.deploy import STAGE, Deployment
from billhook.local.errors import LocalCloudError
from billhook.local.first_account import FirstAccount
from billhook.local.paths import ANY_LOOPBACK_PORT, LocalPaths, Ports
from billhook.local.processes import tail

Say = Callable[[str], None]


@dataclass(frozen=True)
class LocalCloud:
    """What ``.billhook/local.json`` holds, under these names in camel case."""

    api_url: str
    api_key: str
    company_id: str
    site_id: str
    console_url: str | None
    aws_endpoint_url: str
    bucket: str
    table: str
    bus_name: str
    textract_url: str
    admin_function: str

    @classmethod
    def read(cls, path: Path) -> "LocalCloud | None":
        """What an earlier ``up`` wrote, or None."""
        try:
            kept = json.loads(path.read_bytes())
            return cls(**{field: kept[_camel(field)] for field in cls.__dataclass_fields__})
        except (FileNotFoundError, KeyError, ValueError):
            return None

    def write(self, path: Path) -> None:
        """Readable by the owner alone: it holds a key."""
        draft = path.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(self.as_json(), file, indent=2)
            file.write("\n")
        draft.replace(path)

    def as_json(self) -> dict[str, str | None]:
        return {_camel(field): value for field, value in asdict(self).items()}


def say(line: str) -> None:
    """Progress, on stderr: stdout is for results."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def up(
    ports: Ports | None = None,
    *,
    allowed_hosts: str = ANY_LOOPBACK_PORT,
    context: Mapping[str, str] | None = None,
    say: Say = say,
) -> LocalCloud:
    """Start, deploy, make a first account. A second call is quick. Raises LocalCloudError.

    ``context`` is more CDK context of the local stage (``infra.stage``), such as a schedule in seconds; None is what
    it was the last time.
    """
    places, ports = LocalPaths.here(), ports or Ports.chosen()
    places.check()
    with _alone(places), _emulator_errors(places):
        context = remembered_context(places, context)
        if layers.build(places, STAGE):
            say("Built the layers for this machine.")
        _start(places, ports, say)
        deployment = Deployment(places, ports, allowed_hosts, more=context)
        is_new = not deployment.up_to_date()
        if is_new:
            say(f"Deploying the CDK app (log: {places.logs / 'deploy.log'}) ...")
            deployment.run()
        cloud = _settle(places, ports, deployment.outputs(), say)
        if is_new:
            # The emulator writes its state when it stops: from here on even a crash leaves stack, account and key.
            services.emulator(places, ports).stop()
            services.start_emulator(places, ports)
    say(f"Ready: {cloud.api_url}  ({places.about} has the key)")
    return cloud


def down(*, say: Say = say) -> bool:
    """Stop everything and wait; tells whether anything ran. Raises LocalCloudError when something stays."""
    places = LocalPaths.here()
    if not places.state.exists():
        return False
    with _alone(places):
        ports = _ports_in_use(places)
        stopped = []
        for daemon in (services.emulator(places, ports), services.textract(places, ports)):
            if daemon.pid is not None:
                say(f"Stopping: {daemon.name} ...")
            stopped.append(daemon.stop())
        services.clear_workers(places)
    return any(stopped)


def status() -> dict[str, Any]:
    """Who runs, where, and what the local Textract was asked; needs no running cloud."""
    places = LocalPaths.here()
    ports = _ports_in_use(places)
    aws, textract = services.emulator(places, ports).pid, services.textract(places, ports).pid
    cloud = LocalCloud.read(places.about)
    shown = {key: value for key, value in cloud.as_json().items() if key != "apiKey"} if cloud else {}
    return {
        "running": aws is not None and textract is not None,
        "aws": {"pid": aws, "url": ports.aws_url},
        "textract": {"pid": textract, "url": ports.textract_url, "calls": _calls(ports) if textract else {}},
        "logs": str(places.logs),
        **shown,
    }


def remembered_context(places: LocalPaths, context: Mapping[str, str] | None) -> Mapping[str, str]:
    """``context``, kept for the next time; where it is None, what was kept the last time."""
    kept = places.state / "context.json"
    if context is None:
        found: dict[str, str] = json.loads(kept.read_bytes()) if kept.exists() else {}
        return found
    kept.write_text(json.dumps(dict(context)))
    return context


def _start(places: LocalPaths, ports: Ports, say: Say) -> None:
    used = _ports_in_use(places)
    if used != ports and any(which(places, used).pid for which in (services.emulator, services.textract)):
        raise LocalCloudError(f"The local cloud already runs on {used.aws_url}: `billhook down` first.")
    for daemon in (services.emulator(places, ports), services.textract(places, ports)):
        daemon.require_port()
    places.logs.mkdir(parents=True, exist_ok=True)
    _ports_file(places).write_text(json.dumps(asdict(ports)))
    if services.textract(places, ports).pid is None:
        say(f"Starting the local Textract on {ports.textract_url} ...")
        services.start_textract(places, ports)
    if services.emulator(places, ports).pid is None:
        say(f"Starting the local AWS on {ports.aws_url} ...")
        services.start_emulator(places, ports)


def _settle(places: LocalPaths, ports: Ports, outputs: dict[str, str], say: Say) -> LocalCloud:
    """Keep the first account of an earlier ``up`` if it still works, else make one; write local.json."""
    api_url, function = outputs[names.OUTPUT_API_URL].rstrip("/"), outputs[names.OUTPUT_ADMIN_FUNCTION]
    kept = LocalCloud.read(places.about)
    first = FirstAccount(kept.api_key, kept.company_id, kept.site_id) if kept else None
    if first is None or not first_account.works(api_url, first):
        say("Creating an account, a key, a company and a site ...")
        first = first_account.create(Emulator(ports.aws_url), function, api_url)
    cloud = LocalCloud(
        api_url=api_url,
        api_key=first.api_key,
        company_id=first.company_id,
        site_id=first.site_id,
        console_url=outputs.get("ConsoleUrl"),
        aws_endpoint_url=ports.aws_url,
        bucket=outputs[names.OUTPUT_BUCKET],
        table=outputs[names.OUTPUT_TABLE],
        bus_name=outputs[names.OUTPUT_BUS],
        textract_url=ports.textract_url,
        admin_function=function,
    )
    cloud.write(places.about)
    return cloud


@contextmanager
def _alone(places: LocalPaths) -> Iterator[None]:
    """One ``up`` or ``down`` at a time for a checkout. Raises LocalCloudError when another is at work."""
    places.home.mkdir(parents=True, exist_ok=True)
    # bills and keys lie below
    places.state.mkdir(mode=0o700, exist_ok=True)
    with (places.state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalCloudError("Another `billhook up` or `down` is at work here.") from None
        yield


@contextmanager
def _emulator_errors(places: LocalPaths) -> Iterator[None]:
    """Let a failing call to the emulator be told as what it is for a person: the local cloud is broken."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  `billhook --help` must not wait

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        log = places.logs / "aws.log"
        raise LocalCloudError(f"The local AWS refused or broke: {error}\n\n{log}:\n{tail(log)}") from error


def _ports_file(places: LocalPaths) -> Path:
    return places.state / "ports.json"


def _ports_in_use(places: LocalPaths) -> Ports:
    try:
        return Ports(**json.loads(_ports_file(places).read_bytes()))
    except (FileNotFoundError, TypeError, ValueError):
        return Ports.chosen()


def _calls(ports: Ports) -> dict[str, int]:
    try:
        with urllib.request.urlopen(f"{ports.textract_url}/_calls", timeout=2) as answer:  # noqa: S310  loopback
            found: dict[str, int] = json.load(answer)
    except OSError:
        return {}
    return found


def _camel(field: str) -> str:
    first, *rest = field.split("_")
    return first + "".join(part.capitalize() for part in rest)
