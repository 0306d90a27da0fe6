"""Flags win over the environment, that over the local cloud, that over the config file; sources are never mixed up."""

import json
from pathlib import Path

import pytest

from billhook.cli.faults import CliError, Exit
from billhook.cli.profile import profile


def local_cloud(folder: Path) -> None:
    (folder / ".billhook").mkdir()
    settings = {"apiUrl": "http://local", "apiKey": "local-key", "companyId": "local-co", "adminFunction": "admin"}
    (folder / ".billhook" / "local.json").write_text(json.dumps(settings))


def config(home: Path) -> None:
    folder = home / ".config" / "billhook"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('api_url = "https://config"\napi_key = "config-key"\n')


def test_profile_finds_local_cloud_of_a_parent_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    local_cloud(Path.cwd())
    below = Path("bills/2025")
    below.mkdir(parents=True)
    monkeypatch.chdir(below)

    known = profile()

    assert (known.api_url, known.api_key, known.admin_function) == ("http://local", "local-key", "admin")


def test_profile_finds_local_cloud_of_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    (checkout / "layers" / "billhook").mkdir(parents=True)
    (checkout / "cdk.json").touch()
    local_cloud(checkout)
    monkeypatch.setenv("BILLHOOK_ROOT", str(checkout))

    assert profile().api_url == "http://local"


def test_profile_home_setting_excludes_other_clouds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    local_cloud(Path.cwd())
    monkeypatch.setenv("BILLHOOK_HOME", str(tmp_path / "elsewhere"))

    assert profile().api_url == ""


def test_profile_environment_overrides_local_cloud(monkeypatch: pytest.MonkeyPatch) -> None:
    local_cloud(Path.cwd())
    monkeypatch.setenv("BILLHOOK_API_URL", "https://env")
    monkeypatch.setenv("BILLHOOK_API_KEY", "env-key")

    known = profile()

    assert (known.api_url, known.api_key) == ("https://env", "env-key")


def test_profile_flags_override_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILLHOOK_API_URL", "https://env")
    monkeypatch.setenv("BILLHOOK_API_KEY", "env-key")

    known = profile(api_url="https://flag", api_key="flag-key")

    assert (known.api_url, known.api_key) == ("https://flag", "flag-key")


def test_profile_key_is_not_combined_with_another_url(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    local_cloud(Path.cwd())
    config(home)
    monkeypatch.setenv("BILLHOOK_API_URL", "https://env")

    known = profile()

    assert (known.api_key, known.company_id) == ("", "")


def test_profile_config_file_has_lowest_priority(home: Path) -> None:
    config(home)

    assert profile().api_key == "config-key"


def test_profile_without_settings_shows_advice() -> None:
    with pytest.raises(CliError) as caught:
        _ = profile().reachable

    assert caught.value.code is Exit.USAGE
    assert "billhook up" in caught.value.advice


def test_profile_names_an_invalid_file(home: Path) -> None:
    config(home)
    (home / ".config" / "billhook" / "config.toml").write_text("api_url = ")

    with pytest.raises(CliError, match=r"config\.toml"):
        profile()
