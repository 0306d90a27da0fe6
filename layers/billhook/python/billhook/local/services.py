"""The three processes of the local cloud: the AWS emulator (MiniStack), the local Textract and the console."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from billhook.local.console import HEALTH_PATH, SIGN_IN_PATH, console_sessions
from billhook.local.errors import LocalCloudError
from billhook.local.paths import AWS_PORT, CONSOLE_PORT, HOST, TEXTRACT_PORT, LocalPaths, Ports
from billhook.local.processes import Daemon


def emulator(places: LocalPaths, ports: Ports) -> Daemon:
    return Daemon(
        name="the local AWS (MiniStack)",
        port=ports.aws,
        port_setting=AWS_PORT,
        health_path="/_ministack/health",
        pid_file=places.state / "aws.pid",
        log=places.logs / "aws.log",
    )


def textract(places: LocalPaths, ports: Ports) -> Daemon:
    return Daemon(
        name="the local Textract",
        port=ports.textract,
        port_setting=TEXTRACT_PORT,
        health_path="/_health",
        pid_file=places.state / "textract.pid",
        log=places.logs / "textract.log",
    )


def console(places: LocalPaths, ports: Ports) -> Daemon:
    return Daemon(
        name="the console",
        port=ports.console,
        port_setting=CONSOLE_PORT,
        health_path=HEALTH_PATH,
        pid_file=places.state / "console.pid",
        log=places.logs / "console.log",
    )


def start_emulator(places: LocalPaths, ports: Ports) -> None:
    """Start MiniStack with its stored state. Raises LocalCloudError."""
    for folder in ("aws", "s3", "tmp"):
        (places.state / folder).mkdir(parents=True, exist_ok=True)
    clear_workers(places)
    revive_stream_mappings(places.state / "aws" / "lambda.json")
    command = [str(places.emulator_bin / "ministack")]
    emulator(places, ports).start(command, emulator_environment(places, ports), places.state)


def start_textract(places: LocalPaths, ports: Ports) -> None:
    """Start the local Textract. Raises LocalCloudError."""
    state = str(places.state / "textract")
    command = [sys.executable, "-m", "billhook.local.textract"]
    command += ["--port", str(ports.textract), "--emulator", ports.aws_url, "--state", state]
    textract(places, ports).start(command, bare_environment(places), places.root)


def start_console(places: LocalPaths, ports: Ports) -> None:
    """Start the console. Raises LocalCloudError."""
    command = [sys.executable, "-m", "billhook.local.console"]
    command += ["--port", str(ports.console), "--pages", str(places.console_pages)]
    environment = bare_environment(places) | {"BILLHOOK_ROOT": str(places.root), "BILLHOOK_HOME": str(places.home)}
    console(places, ports).start(command, environment, places.root)


def console_link(places: LocalPaths, ports: Ports) -> str:
    """A new one-time link that signs a browser in."""
    return f"{ports.console_url}{SIGN_IN_PATH}?token={console_sessions(places).create_link()}"


def clear_workers(places: LocalPaths) -> None:
    """Remove temporary folders of workers of a stopped emulator, 60 MB each."""
    for folder in (places.state / "tmp").glob("ministack-lambda-*"):
        shutil.rmtree(folder, ignore_errors=True)


def bare_environment(places: LocalPaths) -> dict[str, str]:
    """A minimal environment for background processes, without the user's AWS keys and proxies."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(places.state), "LANG": "C.UTF-8"}


def emulator_environment(places: LocalPaths, ports: Ports) -> dict[str, str]:
    """MiniStack's settings, inherited by its workers, which run the Lambda functions."""
    return bare_environment(places) | {
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(ports.aws),
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "S3_PERSIST": "1",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "STATE_DIR": str(places.state / "aws"),
        "S3_DATA_DIR": str(places.state / "s3"),
        "TMPDIR": str(places.state / "tmp"),
        "SSL_CERT_FILE": str(trusted_roots(places)),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def revive_stream_mappings(lambda_state: Path) -> None:
    """Clear the positions of stream mappings. A restored stream restarts at zero, so old positions would block."""
    if lambda_state.exists():
        state = json.loads(lambda_state.read_bytes())
        positions = state.get("payload", state).get("dynamodb_stream_positions")
        if positions and positions.get("data"):
            positions["data"] = {}
            lambda_state.write_text(json.dumps(state))


def certificate(places: LocalPaths) -> tuple[Path, Path]:
    """Certificate and key of local https servers, created on first use. Raises LocalCloudError."""
    folder = places.state / "tls"
    if not (folder / "cert.pem").exists():
        script = Path(__file__).with_name("certificate.py")
        command = [str(places.emulator_python), str(script), str(folder)]
        made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own script
        if made.returncode:
            raise LocalCloudError(f"The certificate could not be created:\n{made.stderr}")
    return folder / "cert.pem", folder / "key.pem"


def trusted_roots(places: LocalPaths) -> Path:
    """A bundle of the public root certificates and the local one, so that functions verify TLS as on AWS."""
    import certifi  # noqa: PLC0415

    bundle = places.state / "tls" / "roots.pem"
    local, _ = certificate(places)
    bundle.write_text(Path(certifi.where()).read_text() + local.read_text())
    return bundle
