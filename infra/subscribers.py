"""Rules that forward all companies' events to buses of trusted accounts, with EventBridge's retries."""

from aws_cdk import Aws
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from billhook import names
from infra.queues import DeadLetters, accept
from infra.stage import Stage

_SUBSCRIBERS = "subscribers"
_PUBLIC_EVENTS = {
    "source": [{"prefix": names.EVENT_SOURCE_PREFIX}],
    "detail-type": [{"anything-but": [names.SETTLED]}],
}


class Subscribers(Construct):
    """One rule for each bus, because a rule has at most five targets. EventBridge retries for 24 hours.

    A target bus cannot forward to a third one: EventBridge drops a second hop without an error.
    """

    def __init__(self, scope: Construct, stage: Stage, *, bus: events.IEventBus) -> None:
        super().__init__(scope, "Subscribers")
        if not stage.subscribers:
            return
        self.dead_letters = DeadLetters(self, "DeadLetters", stage=stage)
        role = self._role(stage)
        for arn in stage.subscribers:
            rule = events.CfnRule(
                self,
                _id_of(arn),
                description=f"Forward to {arn}",
                event_bus_name=bus.event_bus_name,
                event_pattern=_PUBLIC_EVENTS,
                targets=[
                    events.CfnRule.TargetProperty(
                        id="Bus",
                        arn=arn,
                        role_arn=role.role_arn,
                        dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=self.dead_letters.queue_arn),
                    )
                ],
            )
            rule.node.add_dependency(role)  # and its policy: until it exists, a rule would drop events
            accept(self.dead_letters, service="events.amazonaws.com", source_arn=rule.attr_arn)

    def _role(self, stage: Stage) -> iam.Role:
        """The role has a stable name, because the policies of the buses name it."""
        role = iam.Role(
            self,
            "Role",
            role_name=f"{names.PRODUCT}-{stage.name}-{_SUBSCRIBERS}-{Aws.REGION}",
            assumed_by=iam.ServicePrincipal(
                "events.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}}
            ),
            description="Lets rules forward events to the buses of subscribers",
        )
        role.add_to_policy(iam.PolicyStatement(actions=["events:PutEvents"], resources=list(stage.subscribers)))
        return role


def _id_of(arn: str) -> str:
    """A construct id made of the bus, not of its position: removing one must not change the others."""
    _, _, _, region, account, bus = arn.split(":")
    return f"To-{region}-{account}-{bus.removeprefix('event-bus/')}"
