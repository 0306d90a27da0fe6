"""The EventBridge schema registry with the event schemas of ``events/published``."""

from pathlib import Path

from aws_cdk import aws_eventschemas as eventschemas
from constructs import Construct

from billhook import names
from infra.stage import Stage

PUBLISHED = Path(__file__).resolve().parents[1] / "events" / "published"
_SUFFIX = ".registry.json"


class Contract(Construct):
    """One schema for each event, named ``billhook@{detail-type}``, from which code bindings are generated."""

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(scope, "Contract")
        if not stage.has_schema_registry:
            return
        registry = eventschemas.CfnRegistry(
            self,
            "Registry",
            registry_name=f"{names.PRODUCT}-{stage.name}",
            description="Events that Billhook sends to customers",
        )
        for path in sorted(PUBLISHED.glob(f"*{_SUFFIX}")):
            kind = path.name.removesuffix(_SUFFIX)
            eventschemas.CfnSchema(
                self,
                kind.title().replace(".", "").replace("_", ""),
                registry_name=registry.attr_registry_name,
                schema_name=f"{names.PRODUCT}@{kind}",
                type="OpenApi3",
                content=path.read_text(encoding="utf-8"),
                description=f"The event {kind}",
            )
