"""What the local cloud writes, finds and refuses before and after anything runs."""

import json
import stat
from pathlib import Path

import pytest

from billhook.local import cloud, services
from billhook.local.aws import Emulator
from billhook.local.cloud import LocalCloud
from billhook.local.deploy import Deployment
from billhook.local.errors import LocalCloudError
from billhook.local.paths import LocalPaths, Ports

LOCAL = LocalCloud(
    api_url="http://127.0.0.1:4566/_aws/execute-api/billhook/local",
    api_key="bh_secret",
    company_id="c1",
    site_id="s1",
    console_url="http://127.0.0.1:4568",
    aws_endpoint_url="http://127.0.0.1:4566",
    bucket="bucket",
    table="table",
    bus_name="bus",
    textract_url="http://127.0.0.1:4567",
    admin_function="admin",
)


@pytest.fixture
def places(tmp_path: Path) -> LocalPaths:
    """An empty checkout."""
    (tmp_path / "layers" / "billhook").mkdir(parents=True)
    for name in ("cdk.json", "app.py", "package-lock.json"):
        (tmp_path / name).write_text("{}")
    for name in ("infra", "functions"):
        (tmp_path / name).mkdir()
    return LocalPaths(tmp_path, tmp_path / ".billhook")


def test_local_json_is_private_and_round_trips(tmp_path: Path) -> None:
    path = tmp_path / "local.json"

    LOCAL.write(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert LocalCloud.read(path) == LOCAL
    assert {"apiUrl", "apiKey", "companyId", "siteId", "consoleUrl", "awsEndpointUrl", "busName"} < set(
        json.loads(path.read_text())
    )


def test_context_is_remembered_until_changed(places: LocalPaths) -> None:
    places.state.mkdir(parents=True)
    contexts = [{"retrySchedule": "0,1"}, None, {}, None]

    assert [cloud.remembered_context(places, context) for context in contexts] == [
        {"retrySchedule": "0,1"}, {"retrySchedule": "0,1"}, {}, {},
    ]  # fmt: skip


@pytest.mark.parametrize("content", [None, "", "{}", '{"apiUrl": 1'])
def test_local_json_missing_or_invalid_is_none(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "local.json"
    if content is not None:
        path.write_text(content)

    assert LocalCloud.read(path) is None


def test_ports_have_defaults_and_settings() -> None:
    assert Ports.chosen({}) == Ports(4566, 4567)
    assert Ports.chosen({"BILLHOOK_AWS_PORT": "9000"}).aws_url == "http://127.0.0.1:9000"


@pytest.mark.parametrize("value", ["abc", "0", "65536", "-1"])
def test_ports_refuse_an_invalid_number(value: str) -> None:
    with pytest.raises(LocalCloudError, match="BILLHOOK_TEXTRACT_PORT"):
        Ports.chosen({"BILLHOOK_TEXTRACT_PORT": value})


def test_local_paths_need_a_checkout(places: LocalPaths, tmp_path: Path) -> None:
    assert LocalPaths.here({"BILLHOOK_ROOT": str(tmp_path)}) == places
    with pytest.raises(LocalCloudError, match="checkout"):
        LocalPaths.here({"BILLHOOK_ROOT": str(tmp_path / "infra")})


def test_local_paths_use_the_home_setting(places: LocalPaths, tmp_path: Path) -> None:
    other = LocalPaths.here({"BILLHOOK_ROOT": str(tmp_path), "BILLHOOK_HOME": str(tmp_path / "other")})

    assert other.about == tmp_path / "other" / "local.json"
    assert other.emulator_bin == places.emulator_bin


def test_up_without_setup_names_make_setup(places: LocalPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILLHOOK_ROOT", str(places.root))

    with pytest.raises(LocalCloudError, match="make setup"):
        cloud.up(say=lambda _: None)


def test_status_and_down_work_when_nothing_runs(places: LocalPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILLHOOK_ROOT", str(places.root))

    assert cloud.status()["running"] is False
    assert cloud.down(say=lambda _: None) is False


def test_status_hides_the_api_key(places: LocalPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILLHOOK_ROOT", str(places.root))
    places.home.mkdir()
    LOCAL.write(places.about)

    shown = cloud.status()

    assert shown["companyId"] == "c1"
    assert "bh_secret" not in json.dumps(shown)


def test_daemons_do_not_inherit_the_environment(places: LocalPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "HTTPS_PROXY", "PYTHONPATH"):
        monkeypatch.setenv(name, "mine")

    assert "mine" not in services.bare_environment(places).values()


def test_emulator_ignores_the_users_aws_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config").write_text("[profile mine]\nregion = eu-west-1\nendpoint_url = https://example.com\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    for profile in ("mine", "absent"):
        monkeypatch.setenv("AWS_PROFILE", profile)

        client = Emulator("http://127.0.0.1:4566").client("s3")

        assert (client.meta.region_name, client.meta.endpoint_url) == ("us-east-1", "http://127.0.0.1:4566")


def test_stream_mappings_restart_after_a_stop(tmp_path: Path) -> None:
    path = tmp_path / "lambda.json"
    kept = {"functions": {"data": {"f": 1}}, "dynamodb_stream_positions": {"scoped": True, "data": {"mapping": 7}}}
    path.write_text(json.dumps({"format": 2, "payload": kept}))

    services.revive_stream_mappings(path)

    revived = json.loads(path.read_text())["payload"]
    assert revived["dynamodb_stream_positions"] == {"scoped": True, "data": {}}
    assert revived["functions"] == {"data": {"f": 1}}


def test_fingerprint_changes_with_sources_and_settings(places: LocalPaths) -> None:
    def fingerprint(ports: Ports = Ports(), hosts: str = "") -> str:  # noqa: B008
        return Deployment(places, ports, hosts).fingerprint()

    before = fingerprint()
    prints = {before, fingerprint(ports=Ports(aws=9000)), fingerprint(hosts="127.0.0.1:1")}
    (places.root / "infra" / "stack.py").write_text("one = 1")
    prints.add(fingerprint())
    (places.root / "functions" / "handler.py").write_text("two = 2")
    prints.add(fingerprint())

    assert len(prints) == 5
    assert fingerprint() in prints


def test_fingerprint_ignores_bytecode(places: LocalPaths) -> None:
    deployment = Deployment(places, Ports(), "")
    before = deployment.fingerprint()

    (places.root / "infra" / "stack.pyc").write_bytes(b"x")

    assert deployment.fingerprint() == before
