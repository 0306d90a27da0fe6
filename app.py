"""Synthesise one stage of Billhook: ``cdk synth -c stage=local|dev|prod``. Calls no AWS and holds no logic."""

from aws_cdk import App, Validations
from cdk_nag import AwsSolutionsChecks

from infra.stack import BillhookStack
from infra.stage import stage_of

app = App()
BillhookStack(app, stage_of(app.node.try_get_context))
Validations.of(app).add_plugins(AwsSolutionsChecks(app))
app.synth()
