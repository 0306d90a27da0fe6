"""A stack with the bus and a queue that takes everything.

cdk deploy -c dispatcherRoleArn=arn:aws:iam::111122223333:role/... -c companyId=...
"""

from aws_cdk import App, CfnOutput, Stack
from aws_cdk import aws_sqs as sqs
from billhook_bus import BillhookBus

app = App()
stack = Stack(app, "billhook-bus", description="EventBridge bus for events of Billhook")
bus = BillhookBus(
    stack,
    "Billhook",
    dispatcher_role_arn=app.node.get_context("dispatcherRoleArn"),
    company_id=app.node.get_context("companyId"),
)
inbox = sqs.Queue(stack, "Inbox", encryption=sqs.QueueEncryption.SQS_MANAGED, enforce_ssl=True)
bus.bring("ToInbox", inbox)
CfnOutput(stack, "BusArn", value=bus.bus.event_bus_arn)
CfnOutput(stack, "InboxUrl", value=inbox.queue_url)
app.synth()
