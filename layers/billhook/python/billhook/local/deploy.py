"""Deploy the CDK app to the emulator with the pinned CDK CLI, when sources changed, with a deadline."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from billhook.local.aws import ACCOUNT, REGION, ROOT_KEY, Emulator
from billhook.local.errors import LocalCloudError
from billhook.local.paths import LocalPaths, Ports
from billhook.local.processes import tail
from billhook.local.services import bare_environment

STAGE = "local"
STACK = "Billhook-local"
DEADLINE_SECONDS = 300.0
ASSETS_BUCKET = f"cdk-hnb659fds-assets-{ACCOUNT}-{REGION}"
# Stored in the emulator like the stack, so that a crash loses both together.
FINGERPRINT = "/billhook/local/fingerprint"

_SOURCES = (
    "app.py",
    "cdk.json",
    "package-lock.json",
    "infra",
    "functions",
    "layers/billhook/python/billhook/names.py",
    "layers/billhook/python/billhook/settings.py",
    "build/layers/billhook/local.stamp",
    "build/layers/dependencies/local.stamp",
)


@dataclass(frozen=True)
class Deployment:
    """Deployment of the CDK app to an emulator. ``allowed_hosts`` are hosts that the egress guard allows.

    ``deadline`` is in seconds, ``more`` is additional CDK context.
    """

    places: LocalPaths
    ports: Ports
    allowed_hosts: str
    deadline: float = DEADLINE_SECONDS
    more: Mapping[str, str] = field(default_factory=dict)

    def up_to_date(self) -> bool:
        """Whether the deployed stack has the fingerprint of the current sources and settings."""
        ssm, cloudformation = (Emulator(self.ports.aws_url).client(name) for name in ("ssm", "cloudformation"))
        parameters = ssm.get_parameters(Names=[FINGERPRINT])["Parameters"]
        if not parameters or parameters[0]["Value"] != self.fingerprint():
            return False
        stacks = cloudformation.describe_stacks()["Stacks"]
        return any(stack["StackName"] == STACK and _settled(stack["StackStatus"]) for stack in stacks)

    def run(self) -> None:
        """``cdk deploy``. Raises LocalCloudError with the end of the failing log; also at the deadline."""
        fingerprint = self.fingerprint()
        emulator = Emulator(self.ports.aws_url)
        _ensure_bucket(emulator)
        log = self.places.logs / "deploy.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        environment = self._environment()
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603  the pinned CLI with our own arguments
                self._command(),
                env=environment,
                cwd=self.places.root,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                failure = "The deployment failed." if process.wait(self.deadline) else ""
            except subprocess.TimeoutExpired:
                failure = f"The deployment did not finish within {self.deadline:.0f} s."
            finally:
                _end(process)
        if failure:
            aws_log = self.places.logs / "aws.log"
            raise LocalCloudError(f"{failure}\n\n{log}:\n{tail(log)}\n\n{aws_log}:\n{_warnings(aws_log)}")
        emulator.client("ssm").put_parameter(Name=FINGERPRINT, Value=fingerprint, Type="String", Overwrite=True)

    def outputs(self) -> dict[str, str]:
        """The stack's outputs by name (``names.OUTPUT_*``). Raises LocalCloudError when there is no stack."""
        stacks = Emulator(self.ports.aws_url).client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
        if not stacks:
            raise LocalCloudError(f"There is no stack {STACK} on {self.ports.aws_url}.")
        return {item["OutputKey"]: item["OutputValue"] for item in stacks[0].get("Outputs", [])}

    def fingerprint(self) -> str:
        """A hash of all inputs of the deployment."""
        digest = sha256(repr(sorted(self._context().items())).encode())
        for path in _files(self.places.root):
            digest.update(str(path.relative_to(self.places.root)).encode() + b"\0")
            digest.update(sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    def _context(self) -> dict[str, str]:
        return {
            "stage": STAGE,
            "endpointUrl": self.ports.aws_url,
            "textractUrl": self.ports.textract_url,
            "allowedHosts": self.allowed_hosts,
            **self.more,
        }

    def _command(self) -> list[str]:
        context = [part for key, value in self._context().items() for part in ("-c", f"{key}={value}")]
        out = self.places.state / "cdk.out"
        fixed = ["--all", "--require-approval", "never", "--no-notices", "--no-version-reporting"]
        return [str(self.places.cdk), "deploy", *fixed, "--output", str(out), *context]

    def _environment(self) -> Mapping[str, str]:
        beside_python = str(Path(sys.executable).parent)
        return bare_environment(self.places) | {
            "PATH": os.pathsep.join([beside_python, os.environ.get("PATH", os.defpath)]),
            "AWS_ENDPOINT_URL": self.ports.aws_url,
            "AWS_ACCESS_KEY_ID": ROOT_KEY,
            "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "CI": "1",
        }


def _files(root: Path) -> Iterator[Path]:
    for source in _SOURCES:
        path = root / source
        inside = [path] if path.is_file() else path.rglob("*")
        yield from sorted(file for file in inside if file.is_file() and file.suffix != ".pyc")


def _ensure_bucket(emulator: Emulator) -> None:
    s3 = emulator.client("s3")
    if ASSETS_BUCKET not in {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}:
        s3.create_bucket(Bucket=ASSETS_BUCKET)


def _settled(status: str) -> bool:
    return status.endswith("_COMPLETE") and "ROLLBACK" not in status


def _end(process: "subprocess.Popen[Any]") -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _warnings(log: Path, most: int = 12) -> str:
    """The emulator's last warnings and errors, which give the cause of a failed deployment."""
    try:
        lines = log.read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return "(no log)"
    return "\n".join([line for line in lines if " ERROR " in line or " WARNING " in line][-most:])
