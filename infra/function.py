"""Lambda functions of ``functions/``: role, log group, layers, environment and timeouts."""

from collections.abc import Iterator, Mapping
from typing import Any

from aws_cdk import Aws, Duration, IgnoreMode
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from billhook import names, settings
from infra import logs
from infra.layers import ARCHITECTURE, ROOT, RUNTIME, Layers
from infra.stage import Stage

_MEMORY_MB = {
    names.API: 1024,
    names.FETCH_URL: 512,
    names.UNPACK_ARCHIVE: 1024,
    names.PARSE_DOCUMENT: 2048,  # the child process may use 1 GiB
    names.FINISH_READING: 1024,
}
_DEFAULT_MEMORY_MB = 512
_DISPATCHER = "dispatcher"


class BillhookFunction(lambda_.Function):
    """A function with a role, a log group and an environment of its own. ``allow`` adds its permissions."""

    def __init__(
        self, scope: Construct, name: str, *, stage: Stage, layers: Layers, environment: Mapping[str, str]
    ) -> None:
        construct_id = name.title().replace("_", "")
        full_name = f"{names.PRODUCT}-{stage.name}-{name}"
        role = iam.Role(
            scope,
            f"{construct_id}Role",
            role_name=_dispatcher_role_name(stage) if name == names.DELIVER else None,
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"Execution role of {full_name}",
        )
        log_group = logs.log_group(scope, f"{construct_id}Logs", stage=stage, name=f"/aws/lambda/{full_name}")
        super().__init__(
            scope,
            construct_id,
            function_name=full_name,
            runtime=RUNTIME,
            architecture=ARCHITECTURE,
            handler=f"{name}.handler.handler",
            code=_code(name),
            layers=layers.versions,
            role=role,
            log_group=log_group,
            timeout=Duration.seconds(stage.timeout_of(name)),
            memory_size=_MEMORY_MB.get(name, _DEFAULT_MEMORY_MB),
            tracing=lambda_.Tracing.ACTIVE,
            reserved_concurrent_executions=stage.reserved.get(name),
            recursive_loop=lambda_.RecursiveLoop.TERMINATE,
            environment={**environment, **_powertools(name)},
        )
        self.name = name
        self.allow("logs:CreateLogStream", "logs:PutLogEvents", on=[log_group.log_group_arn])

    def allow(self, *actions: str, on: list[str], when: Mapping[str, Any] | None = None) -> None:
        """Allow exactly these actions on exactly these resources, under IAM conditions if any."""
        self.add_to_role_policy(
            iam.PolicyStatement(actions=list(actions), resources=on, conditions=dict(when) if when else None)
        )

    def deny(self, *actions: str, on: list[str]) -> None:
        """Deny actions that a wildcard of ``allow`` would permit."""
        self.add_to_role_policy(iam.PolicyStatement(effect=iam.Effect.DENY, actions=list(actions), resources=on))


class Functions:
    """Creates the functions of one stage; ``known`` are the settings collected for them so far."""

    def __init__(self, stage: Stage, layers: Layers) -> None:
        self.stage = stage
        self.known = {"stage": stage.name}
        self._layers = layers
        self._made: dict[str, BillhookFunction] = {}

    def make(self, scope: Construct, name: str) -> BillhookFunction:
        """Create the named function below ``scope``. Raises SettingsError if one of its settings is not known yet."""
        made = BillhookFunction(
            scope, name, stage=self.stage, layers=self._layers, environment=self._environment_of(name)
        )
        self._made[name] = made
        return made

    def __getitem__(self, name: str) -> BillhookFunction:
        return self._made[name]

    def __iter__(self) -> Iterator[BillhookFunction]:
        return iter(self._made.values())

    def _environment_of(self, name: str) -> dict[str, str]:
        limits = {"lease_seconds": self.stage.lease_of(name), "ocr_per_second": self.stage.ocr_per_second}
        known = {**self.known, **{setting: str(value) for setting, value in limits.items()}}
        known["cors_origins"] = ",".join(self.stage.cors_origins)
        if self.stage.machine:
            known["allowed_hosts"] = self.stage.machine.allowed_hosts
            known["retry_schedule"] = self.stage.machine.retry_schedule
            known["retry_floor"] = self.stage.machine.retry_floor
            known["first_probe"] = self.stage.machine.first_probe
        return settings.as_environment(name, known)


def dispatcher_role_arn(stage: Stage) -> str:
    """The ARN of the dispatcher's role. It is part of the contract: customers' bus policies name it."""
    return f"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:role/{_dispatcher_role_name(stage)}"


def _dispatcher_role_name(stage: Stage) -> str:
    """The name includes the region: roles are global, and a stage may be deployed in two regions."""
    return f"{names.PRODUCT}-{stage.name}-{_DISPATCHER}-{Aws.REGION}"


def _powertools(name: str) -> dict[str, str]:
    return {"POWERTOOLS_SERVICE_NAME": name, "POWERTOOLS_METRICS_NAMESPACE": names.METRICS_NAMESPACE}


def _code(name: str) -> lambda_.Code:
    return lambda_.Code.from_asset(
        str(ROOT / "functions"),
        exclude=["*", f"!/{name}", f"!/{name}/**", "__pycache__"],
        ignore_mode=IgnoreMode.GIT,
    )
