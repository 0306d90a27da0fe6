"""A deployment that fails or hangs ends with its log; the emulator is real, the CDK CLI is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from billhook.local import cloud, services
from billhook.local.aws import Emulator
from billhook.local.deploy import STACK, Deployment
from billhook.local.errors import LocalCloudError
from billhook.local.paths import LocalPaths, Ports
from billhook.local.receiver import Receiver

pytestmark = pytest.mark.enable_socket

TEMPLATE = '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}, "Outputs": {"ApiUrl": {"Value": "here"}}}'


def free_port() -> int:
    with Receiver() as receiver:
        return int(receiver.url.rsplit(":", 1)[1].strip("/"))


@pytest.fixture
def places(tmp_path: Path) -> LocalPaths:
    """A checkout with the real emulator in it."""
    real = LocalPaths.here({})
    if not real.emulator_python.exists():
        pytest.skip("the emulator is not installed: run `make setup`")
    (tmp_path / ".billhook").mkdir()
    (tmp_path / ".billhook" / "emulator").symlink_to(real.root / ".billhook" / "emulator")
    (tmp_path / "node_modules" / ".bin").mkdir(parents=True)
    (tmp_path / "infra").mkdir()
    return LocalPaths(tmp_path, tmp_path / "home")


@pytest.fixture
def ports(places: LocalPaths) -> Iterator[Ports]:
    """Ports of a running emulator."""
    chosen = Ports(aws=free_port(), textract=free_port())
    services.start_emulator(places, chosen)
    yield chosen
    services.emulator(places, chosen).stop()


def cdk(places: LocalPaths, script: str) -> None:
    places.cdk.write_text(f"#!/bin/sh\n{script}\n")
    places.cdk.chmod(0o755)


def test_deployment_failure_shows_the_end_of_its_log(places: LocalPaths, ports: Ports) -> None:
    cdk(places, "echo 'synthesizing'; echo 'because of this' >&2; exit 1")

    with pytest.raises(LocalCloudError, match=r"The deployment failed(.|\n)*because of this"):
        Deployment(places, ports, "").run()


def test_deployment_is_killed_at_its_deadline(places: LocalPaths, ports: Ports) -> None:
    cdk(places, "echo 'waiting for a resource'; exec sleep 600")

    with pytest.raises(LocalCloudError, match=r"not finish within 1 s(.|\n)*waiting for a resource"):
        Deployment(places, ports, "", deadline=1).run()


def test_deployment_passes_local_context(places: LocalPaths, ports: Ports) -> None:
    cdk(places, 'echo "$@ to $AWS_ENDPOINT_URL as ${AWS_PROFILE:-nobody}"; exit 1')

    with pytest.raises(LocalCloudError) as caught:
        Deployment(places, ports, "127.0.0.1:*").run()

    for arguments in (
        "-c stage=local",
        f"-c endpointUrl={ports.aws_url}",
        f"-c textractUrl={ports.textract_url}",
        "-c allowedHosts=127.0.0.1:*",
        f"to {ports.aws_url} as nobody",
    ):
        assert arguments in str(caught.value)


def test_deployment_unchanged_is_skipped_after_a_restart(places: LocalPaths, ports: Ports) -> None:
    deployment = Deployment(places, ports, "")
    cdk(places, "exit 0")
    before = deployment.up_to_date()

    Emulator(ports.aws_url).client("cloudformation").create_stack(StackName=STACK, TemplateBody=TEMPLATE)
    deployment.run()
    services.emulator(places, ports).stop()
    services.start_emulator(places, ports)
    kept = deployment.up_to_date()
    (places.root / "infra" / "stack.py").write_text("changed = True")

    assert (before, kept, deployment.up_to_date()) == (False, True, False)
    assert deployment.outputs() == {"ApiUrl": "here"}


def test_up_with_a_taken_port_shows_advice(places: LocalPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    cdk(places, "exit 0")
    (places.root / "layers" / "billhook").mkdir(parents=True)
    (places.root / "cdk.json").write_text("{}")
    (places.root / "build" / "console").mkdir(parents=True)
    (places.root / "build" / "console" / "index.html").write_text("<!doctype html>")
    monkeypatch.setenv("BILLHOOK_ROOT", str(places.root))
    monkeypatch.setenv("BILLHOOK_HOME", str(places.home))
    monkeypatch.setattr("billhook.local.layers.build", lambda *_: [])
    chosen = Ports(aws=free_port(), textract=free_port())

    with Receiver(port=chosen.textract), pytest.raises(LocalCloudError, match=f"Port {chosen.textract} .* is taken"):
        cloud.up(chosen, say=lambda _: None)

    assert services.emulator(places, chosen).pid is None
