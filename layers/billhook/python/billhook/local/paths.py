"""Paths and ports of the local cloud: the checkout, its ``.billhook`` folder, ports on loopback."""

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from billhook.local.errors import LocalCloudError

HOST = "127.0.0.1"
AWS_PORT, TEXTRACT_PORT, CONSOLE_PORT = "BILLHOOK_AWS_PORT", "BILLHOOK_TEXTRACT_PORT", "BILLHOOK_CONSOLE_PORT"
ANY_LOOPBACK_PORT = f"{HOST}:*,localhost:*"


@dataclass(frozen=True)
class Ports:
    """TCP ports on loopback, configured by ``BILLHOOK_AWS_PORT`` and its like for the other two."""

    aws: int = 4566
    textract: int = 4567
    console: int = 4568

    @classmethod
    def chosen(cls, environment: Mapping[str, str] = os.environ) -> "Ports":
        """The configured ports. Raises LocalCloudError for an invalid port number."""
        names = {"aws": AWS_PORT, "textract": TEXTRACT_PORT, "console": CONSOLE_PORT}
        values = {field: environment[name] for field, name in names.items() if environment.get(name)}
        for field, value in values.items():
            if not value.isdigit() or not 0 < int(value) < 65536:
                raise LocalCloudError(f"{names[field]} is not a port number: {value}")
        return cls(**{field: int(value) for field, value in values.items()})

    @property
    def aws_url(self) -> str:
        return f"http://{HOST}:{self.aws}"

    @property
    def textract_url(self) -> str:
        return f"http://{HOST}:{self.textract}"

    @property
    def console_url(self) -> str:
        return f"http://{HOST}:{self.console}"


@dataclass(frozen=True)
class LocalPaths:
    """Files and folders of a checkout. Each home is a separate local cloud with its own ports."""

    root: Path
    home: Path

    @classmethod
    def here(cls, environment: Mapping[str, str] = os.environ) -> "LocalPaths":
        """``BILLHOOK_ROOT``, else the checkout that this package runs from, else one around the working folder.

        ``BILLHOOK_HOME`` is the folder of state, logs and ``local.json``; default: ``.billhook`` of the checkout.
        """
        configured = environment.get("BILLHOOK_ROOT")
        folders = [Path(configured)] if configured else [Path(__file__).parents[5], Path.cwd(), *Path.cwd().parents]
        for folder in folders:
            if (folder / "cdk.json").is_file() and (folder / "layers" / "billhook").is_dir():
                checkout = folder.resolve()
                return cls(checkout, Path(environment.get("BILLHOOK_HOME") or checkout / ".billhook").resolve())
        raise LocalCloudError(
            "The local cloud needs a checkout of Billhook. Change to its folder, or set BILLHOOK_ROOT."
        )

    @property
    def about(self) -> Path:
        """The file with addresses and API key of the running local cloud."""
        return self.home / "local.json"

    @property
    def state(self) -> Path:
        return self.home / "state"

    @property
    def logs(self) -> Path:
        return self.state / "logs"

    @property
    def emulator_bin(self) -> Path:
        return self.root / ".billhook" / "emulator" / "bin"

    @property
    def emulator_python(self) -> Path:
        return self.emulator_bin / "python"

    @property
    def cdk(self) -> Path:
        return self.root / "node_modules" / ".bin" / "cdk"

    @property
    def console_pages(self) -> Path:
        """The built console, made by ``make setup``."""
        return self.root / "build" / "console"

    def tool(self, name: str) -> Path:
        """A program beside this interpreter or on PATH (``uv``, ``node``). Raises LocalCloudError."""
        beside = Path(sys.executable).parent / name
        program = str(beside) if beside.exists() else shutil.which(name)
        if not program:
            raise LocalCloudError(f"{name} is not installed. Run `make setup`.")
        return Path(program)

    def check(self) -> None:
        """Raises LocalCloudError when ``make setup`` has not been run."""
        for needed in (self.emulator_bin / "ministack", self.cdk, self.console_pages / "index.html"):
            if not needed.exists():
                raise LocalCloudError(f"{needed.relative_to(self.root)} is missing. Run `make setup`.")
        self.tool("node")
