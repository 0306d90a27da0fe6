"""Budget: AWS Budgets sends a message to the alarm topic when the stage's cost nears and exceeds its limit."""

from aws_cdk import Aws
from aws_cdk import aws_budgets as budgets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct

from billhook import names
from infra.stage import Stage

_SHARES = (("ACTUAL", 80), ("ACTUAL", 100), ("FORECASTED", 100))
"""Percent of the limit: cost so far, and the cost that AWS expects for the whole month."""


class Budget(Construct):
    """Counts what bears the stage's tags; the owner activates ``service`` and ``stage`` as cost allocation tags."""

    def __init__(self, scope: Construct, stage: Stage, *, topic: sns.Topic) -> None:
        super().__init__(scope, "Budget")
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("budgets.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
            )
        )
        budgets.CfnBudget(
            self,
            "Monthly",
            budget=budgets.CfnBudget.BudgetDataProperty(
                budget_type="COST",
                time_unit="MONTHLY",
                budget_limit=budgets.CfnBudget.SpendProperty(amount=stage.monthly_budget, unit="USD"),
                cost_filters={"TagKeyValue": [f"user:service${names.PRODUCT}", f"user:stage${stage.name}"]},
            ),
            notifications_with_subscribers=[_notification(kind, share, topic) for kind, share in _SHARES],
        )


def _notification(kind: str, share: int, topic: sns.Topic) -> budgets.CfnBudget.NotificationWithSubscribersProperty:
    return budgets.CfnBudget.NotificationWithSubscribersProperty(
        notification=budgets.CfnBudget.NotificationProperty(
            notification_type=kind, comparison_operator="GREATER_THAN", threshold=share, threshold_type="PERCENTAGE"
        ),
        subscribers=[budgets.CfnBudget.SubscriberProperty(subscription_type="SNS", address=topic.topic_arn)],
    )
