"""Your EventBridge bus for events of Billhook: ``template.yaml`` as a construct of the AWS CDK.

It needs aws-cdk-lib and constructs, and nothing of Billhook. Copy it into your app.
"""

from aws_cdk import ArnFormat, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class BillhookBus(Construct):
    """``bus`` admits one role of Billhook's account, and from it only the events of one company.

    Undeliverable events go to ``dead_letters``, which raises an alarm on ``alarm_topic``.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        dispatcher_role_arn: str,
        company_id: str,
        bus_name: str = "billhook",
        alarm_topic: sns.ITopic | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        self.source = f"billhook.{company_id}"
        self.bus = events.EventBus(self, "Bus", event_bus_name=bus_name, description="Events of Billhook")
        self._admit(dispatcher_role_arn)
        self.dead_letters = sqs.Queue(
            self,
            "DeadLetters",
            retention_period=Duration.days(14),
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
        )
        self._watch(alarm_topic)

    def bring(self, construct_id: str, queue: sqs.IQueue, *, detail_types: list[str] | None = None) -> events.Rule:
        """Send events of these types to a queue of yours; without types all, including the challenge."""
        return events.Rule(
            self,
            construct_id,
            event_bus=self.bus,
            event_pattern=events.EventPattern(source=[self.source], detail_type=detail_types),
            targets=[
                targets.SqsQueue(
                    queue,
                    dead_letter_queue=self.dead_letters,
                    max_event_age=Duration.days(1),
                    retry_attempts=185,
                )
            ],
        )

    def _admit(self, role_arn: str) -> None:
        """The account is the principal and the role a condition, since IAM stores a principal role by its inner id.

        Conditions on ARNs know wildcards, so the ARN must have none.
        """
        if set(role_arn) & set("*?"):
            raise ValueError(f"{role_arn} names more than one role.")
        account = Stack.of(self).split_arn(role_arn, ArnFormat.SLASH_RESOURCE_NAME).account
        self.bus.add_to_resource_policy(
            iam.PolicyStatement(
                sid="BillhookForOurCompanyAlone",
                principals=[iam.AccountPrincipal(account)],
                actions=["events:PutEvents"],
                resources=[self.bus.event_bus_arn],
                conditions={
                    "ArnEquals": {"aws:PrincipalArn": role_arn},
                    "StringEquals": {"events:source": self.source},
                },
            )
        )

    def _watch(self, topic: sns.ITopic | None) -> None:
        alarm = cloudwatch.Alarm(
            self,
            "DeadLettersAlarm",
            metric=self.dead_letters.metric_approximate_number_of_messages_visible(
                period=Duration.minutes(1), statistic="Maximum"
            ),
            threshold=1,
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description="An event of Billhook could not be delivered to its target",
        )
        if topic:
            alarm.add_alarm_action(actions.SnsAction(topic))
