"""The local cloud: ``up`` starts it and deploys Billhook, ``down`` stops it, ``status`` shows its state.

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
from billhook.local.processes import Daemon, tail

Say = Callable[[str], None]


@dataclass(frozen=True)
class LocalCloud:
    """Contents of ``.billhook/local.json``, where names are in camel case."""

    api_url: str
    api_key: str
    company_id: str
    site_id: str
    console_url: str
    aws_endpoint_url: str
    bucket: str
    table: str
    bus_name: str
    textract_url: str
    admin_function: str

    @classmethod
    def read(cls, path: Path) -> "LocalCloud | None":
        """The file of an earlier ``up``, or None."""
        try:
            content = json.loads(path.read_bytes())
            return cls(**{field: content[_camel(field)] for field in cls.__dataclass_fields__})
        except (FileNotFoundError, KeyError, ValueError):
            return None

    def write(self, path: Path) -> None:
        """Write the file, readable only by its owner because it contains an API key."""
        draft = path.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(self.as_json(), file, indent=2)
            file.write("\n")
        draft.replace(path)

    def as_json(self) -> dict[str, str | None]:
        return {_camel(field): value for field, value in asdict(self).items()}


def say(line: str) -> None:
    """Print progress to stderr; stdout is for results."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def up(
    ports: Ports | None = None,
    *,
    allowed_hosts: str = ANY_LOOPBACK_PORT,
    context: Mapping[str, str] | None = None,
    say: Say = say,
) -> LocalCloud:
    """Start the local cloud, deploy Billhook, create an account. Repeated calls change nothing. Raises LocalCloudError.

    ``context`` is additional CDK context of the local stage (``infra.stage``), such as a retry schedule in seconds;
    None keeps that of the last call.
    """
    places, ports = LocalPaths.here(), ports or Ports.chosen()
    places.check()
    with _exclusive(places), _emulator_errors(places):
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
            # The emulator writes its state when it stops. After this restart a crash keeps stack, account and key.
            services.emulator(places, ports).stop()
            services.start_emulator(places, ports)
        if services.console(places, ports).pid is None:
            say(f"Starting the console on {ports.console_url} ...")
            services.start_console(places, ports)
    say(f"Ready: {cloud.api_url}  ({places.about} has the key)")
    return cloud


def console_link() -> str:
    """A new one-time link that signs a browser in to the running console. Raises LocalCloudError without a checkout."""
    places = LocalPaths.here()
    return services.console_link(places, _ports_in_use(places))


def down(*, say: Say = say) -> bool:
    """Stop all processes and wait. Returns whether any ran. Raises LocalCloudError when one does not stop."""
    places = LocalPaths.here()
    if not places.state.exists():
        return False
    with _exclusive(places):
        ports = _ports_in_use(places)
        stopped = []
        for daemon in _daemons(places, ports):
            if daemon.pid is not None:
                say(f"Stopping: {daemon.name} ...")
            stopped.append(daemon.stop())
        services.clear_workers(places)
    return any(stopped)


def status() -> dict[str, Any]:
    """State, addresses and Textract calls of the local cloud, which need not run."""
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
    """``context``, stored for the next call; when None, the stored context."""
    path = places.state / "context.json"
    if context is None:
        stored: dict[str, str] = json.loads(path.read_bytes()) if path.exists() else {}
        return stored
    path.write_text(json.dumps(dict(context)))
    return context


def _daemons(places: LocalPaths, ports: Ports) -> tuple[Daemon, ...]:
    return services.console(places, ports), services.emulator(places, ports), services.textract(places, ports)


def _start(places: LocalPaths, ports: Ports, say: Say) -> None:
    used = _ports_in_use(places)
    if used != ports and any(daemon.pid for daemon in _daemons(places, used)):
        raise LocalCloudError(f"The local cloud already runs on {used.aws_url}. Run `billhook down` first.")
    for daemon in _daemons(places, ports):
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
    """Reuse the account of an earlier ``up`` if its key works, else create one; write local.json."""
    api_url, function = outputs[names.OUTPUT_API_URL].rstrip("/"), outputs[names.OUTPUT_ADMIN_FUNCTION]
    previous = LocalCloud.read(places.about)
    first = FirstAccount(previous.api_key, previous.company_id, previous.site_id) if previous else None
    if first is None or not first_account.works(api_url, first):
        say("Creating an account, a key, a company and a site ...")
        first = first_account.create(Emulator(ports.aws_url), function, api_url)
    cloud = LocalCloud(
        api_url=api_url,
        api_key=first.api_key,
        company_id=first.company_id,
        site_id=first.site_id,
        console_url=ports.console_url,
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
def _exclusive(places: LocalPaths) -> Iterator[None]:
    """Hold the lock of a checkout during ``up`` or ``down``. Raises LocalCloudError when another process holds it."""
    places.home.mkdir(parents=True, exist_ok=True)
    # The folder contains bills and keys.
    places.state.mkdir(mode=0o700, exist_ok=True)
    with (places.state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalCloudError("Another `billhook up` or `down` is running.") from None
        yield


@contextmanager
def _emulator_errors(places: LocalPaths) -> Iterator[None]:
    """Convert errors of AWS clients to LocalCloudError with the end of the emulator's log."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  `billhook --help` must not wait

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        log = places.logs / "aws.log"
        raise LocalCloudError(f"The local AWS failed: {error}\n\n{log}:\n{tail(log)}") from error


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
            calls: dict[str, int] = json.load(answer)
    except OSError:
        return {}
    return calls


def _camel(field: str) -> str:
    first, *rest = field.split("_")
    return first + "".join(part.capitalize() for part in rest)
