"""Configuration of a command: API URL, key, company.

Flags win over ``BILLHOOK_API_URL`` and ``BILLHOOK_API_KEY``, those over ``.billhook/local.json`` (written by ``billhook
up``) of this folder or one above it, else of the checkout that ``billhook`` runs from, or only of ``BILLHOOK_HOME``
when that is set, and that over ``~/.config/billhook/config.toml``.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from billhook.cli.faults import CliError, Exit
from billhook.settings import CliSettings
from billhook.wire.values import camel

LOCAL_FILE = "local.json"
CONFIG_FILE = "config.toml"


@dataclass(frozen=True)
class Profile:
    """API URL, key and company; empty when not configured.

    ``aws_endpoint_url`` is only set for the cloud on this machine; ``admin_function`` is the admin Lambda's name.
    """

    api_url: str = ""
    api_key: str = ""
    company_id: str = ""
    site_id: str = ""
    aws_endpoint_url: str = ""
    admin_function: str = ""

    @property
    def reachable(self) -> "Profile":
        """The profile itself. Raises CliError that names what is missing to call the API."""
        if not self.api_url or not self.api_key:
            missing = "URL" if not self.api_url else "key"
            raise CliError(
                f"No API {missing} is configured.",
                Exit.DENIED if self.api_url else Exit.USAGE,
                advice="Start a local cloud with `billhook up`, or set BILLHOOK_API_URL and BILLHOOK_API_KEY.",
            )
        return self


def profile(*, api_url: str = "", api_key: str = "", company_id: str = "", start: Path | None = None) -> Profile:
    """The flags, completed from the environment, the local cloud and the config file.

    An API URL is never combined with another source's key: a source with another URL is ignored.
    """
    settings = CliSettings.from_environment()
    sources = (
        {"api_url": api_url, "api_key": api_key, "company_id": company_id},
        {"api_url": settings.api_url, "api_key": settings.api_key, "company_id": settings.company_id},
        _local(start or Path.cwd(), settings.home),
        _config(),
    )
    values: dict[str, str] = {}
    for source in sources:
        if values.get("api_url") and source.get("api_url") not in {"", None, values["api_url"]}:
            continue
        for name, value in source.items():
            if value and not values.get(name):
                values[name] = value
    return Profile(**values)


def _local(start: Path, home: str) -> dict[str, str]:
    around = [folder / ".billhook" for folder in (start, *start.parents)]
    for folder in [Path(home)] if home else [*around, *_of_checkout()]:
        path = folder / LOCAL_FILE
        if path.is_file():
            return _profile_settings(_parsed(path, json.loads))
    return {}


def _of_checkout() -> Iterator[Path]:
    """The folder where ``billhook up`` writes."""
    from billhook.local.errors import LocalCloudError  # noqa: PLC0415
    from billhook.local.paths import LocalPaths  # noqa: PLC0415

    with suppress(LocalCloudError):
        yield LocalPaths.here().home


def _config() -> dict[str, str]:
    from platformdirs import user_config_path  # noqa: PLC0415  only the last resort needs it

    path = user_config_path("billhook") / CONFIG_FILE
    return _profile_settings(_parsed(path, tomllib.loads)) if path.is_file() else {}


def _parsed(path: Path, parse: Any) -> Mapping[str, Any]:
    try:
        content = parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CliError(f"{path} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise CliError(f"{path} has no settings.")
    return content


def _profile_settings(content: Mapping[str, Any]) -> dict[str, str]:
    """The settings that a profile has; both spellings, ``apiUrl`` and ``api_url``, are accepted."""
    values = {field.name: content.get(field.name) or content.get(camel(field.name)) for field in fields(Profile)}
    return {name: str(value) for name, value in values.items() if value}
