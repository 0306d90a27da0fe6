"""Buses of accounts that the owner trusts, by rules of ours: all companies' events, with EventBridge's own retries."""

from aws_cdk import Aws
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from billhook import names
from infra.queues import DeadLetters, accept
from infra.stage import Stage

_SUBSCRIBERS = "subscribers"
_ALL_BUT_OUR_OWN = {
    "source": [{"prefix": names.EVENT_SOURCE_PREFIX}],
    "detail-type": [{"anything-but": [names.SETTLED]}],
}


class Subscribers(Construct):
    """One rule for each bus, as a rule takes five targets at most. EventBridge tries for 24 hours, then it gives up.

    A target bus may not forward to a third one: EventBridge makes one hop, and drops the second without a word.
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
                event_pattern=_ALL_BUT_OUR_OWN,
                targets=[
                    events.CfnRule.TargetProperty(
                        id="Bus",
                        arn=arn,
                        role_arn=role.role_arn,
                        dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=self.dead_letters.queue_arn),
                    )
                ],
            )
            rule.node.add_dependency(role)  # with its policy: a rule that comes first drops what comes in between
            accept(self.dead_letters, service="events.amazonaws.com", source_arn=rule.attr_arn)

    def _role(self, stage: Stage) -> iam.Role:
        """By a stable name, for the policies of the buses admit it by its name."""
        role = iam.Role(
            self,
            "Role",
            role_name=f"{names.PRODUCT}-{stage.name}-{_SUBSCRIBERS}-{Aws.REGION}",
            assumed_by=iam.ServicePrincipal(
                "events.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}}
            ),
            description="Lets rules of ours forward to the buses of subscribers",
        )
        role.add_to_policy(iam.PolicyStatement(actions=["events:PutEvents"], resources=list(stage.subscribers)))
        return role


def _id_of(arn: str) -> str:
    """By the bus and not by its place in the list: taking one away must not touch the others."""
    _, _, _, region, account, bus = arn.split(":")
    return f"To-{region}-{account}-{bus.removeprefix('event-bus/')}"
