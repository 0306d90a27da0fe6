"""The two layers of every function: the package and its dependencies. ``make layers`` builds both."""

from pathlib import Path

from aws_cdk import Annotations, CfnRule, CfnRuleAssertion, Fn, RemovalPolicy
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.stage import Stage

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "build" / "layers"
UNBUILT = ROOT / "infra" / "unbuilt_layer"

RUNTIME = lambda_.Runtime.PYTHON_3_13
ARCHITECTURE = lambda_.Architecture.ARM_64
"""The emulator ignores these and uses its own interpreter; the local stage's layers are built for that."""


class Layers(Construct):
    """Billhook and its dependencies as layer versions.

    Without built layers the app still synthesises, so that templates can be tested, but CloudFormation refuses
    to deploy them.
    """

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(scope, "Layers")
        self._stage = stage
        self.versions: list[lambda_.ILayerVersion] = [
            self._version("billhook", "The billhook package"),
            self._version("dependencies", "Dependencies of billhook"),
        ]

    def _version(self, name: str, description: str) -> lambda_.LayerVersion:
        folder = BUILT / name / self._stage.name
        if not folder.is_dir():
            self._refuse_to_deploy()
            folder = UNBUILT
        return lambda_.LayerVersion(
            self,
            name.capitalize(),
            code=lambda_.Code.from_asset(str(folder)),
            compatible_runtimes=[RUNTIME],
            compatible_architectures=[ARCHITECTURE],
            removal_policy=RemovalPolicy.DESTROY,
            description=description,
        )

    def _refuse_to_deploy(self) -> None:
        if self.node.try_find_child("Built"):
            return
        remedy = f"The layers are not built: run `make layers STAGE={self._stage.name}` before deploying."
        Annotations.of(self).add_warning_v2("billhook:unbuilt-layers", remedy)
        CfnRule(
            self,
            "Built",
            assertions=[CfnRuleAssertion(assert_=Fn.condition_equals("unbuilt", "built"), assert_description=remedy)],
        )
