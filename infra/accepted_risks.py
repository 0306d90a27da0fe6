"""Accepted findings of cdk-nag, each with its reason, on the narrowest construct that has it."""

from aws_cdk import Acknowledgment, Stack, Validations
from constructs import IConstruct

from billhook import names
from infra.api import Api
from infra.function import BillhookFunction
from infra.ingestion import NOTIFIER_ID
from infra.queues import DeadLetters
from infra.secrets import Secrets
from infra.stage import Stage
from infra.storage import BUCKET_ID, Storage
from infra.users import Users

_MANAGED = "IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/{}]"
_PREFIXES = (names.INCOMING_PREFIX, names.DROP_PREFIX, names.WORK_PREFIX, names.DOCUMENTS_PREFIX)

_STORAGE = {
    "S1": "Only our functions touch the bucket and they log ids; CloudTrail can audit single objects.",
}
_SECRETS = {
    "SMG4": "A new value would void every API key and file link at once; keys themselves are rotated one by one.",
}
_API = {
    "APIG2": "The function validates bodies with the models of the OpenAPI document, and lists the errors.",
    "APIG3": "Requests are throttled by stage and by key; `-c webAcl=1` adds a web ACL, which has a monthly price.",
    "APIG4": "Only the public routes: the OpenAPI document, and file links, which carry a signature that expires.",
    "COG4": "Our authorizer verifies API keys and tokens of any OpenID Connect issuer.",
    _MANAGED.format("AmazonAPIGatewayPushToCloudWatchLogs"): "API Gateway's own policy for its account-wide log role.",
}
_FUNCTION = {
    "L1": "3.13 is the newest runtime for which every wheel of the dependency layer is built on arm64.",
    "IAM5[Resource::*]": "X-Ray, Textract and ListStreams support no resources; test_permissions.py lists them.",
    **{
        f"IAM5[Resource::<{BUCKET_ID}.Arn>/{prefix}*]": "Object keys contain ids that do not exist at deploy time."
        for prefix in _PREFIXES
    },
}
_DISPATCHER = {
    "IAM5[Resource::arn:<AWS::Partition>:events:*:*:event-bus/*]": "Customers configure their buses at run time. A bus "
    "has to admit this role by its policy; buses of our own account are denied.",
}
_USERS = {
    "COG2": "The pool's owner decides; a mandatory second factor would exclude scripts.",
    "COG8": "The plus tier is paid for each user; there is no sign-up page and no password of another site to reuse.",
}
_NOTIFICATIONS = {
    _MANAGED.format("AWSLambdaBasicExecutionRole"): "The CDK's own function, which runs at deploy time only.",
}
_DEAD_LETTERS = {
    "SQS3": "It is a dead letter queue itself: of a stream mapping or of a rule's target.",
}
_LOCAL = {
    "S10": "The emulator speaks http on loopback, which an explicit deny would forbid; dev and prod are held to TLS.",
    "SQS4": "As S10.",
    "SNS3": "As S10.",
}


def accept_risks(stack: Stack, stage: Stage) -> None:
    """Acknowledge every finding above where it occurs; any other finding fails the synthesis."""
    for node in stack.node.find_all():
        if isinstance(node, Storage):
            _accept(node, _STORAGE)
        elif isinstance(node, Secrets):
            _accept(node, _SECRETS)
        elif isinstance(node, Users):
            _accept(node, _USERS)
        elif isinstance(node, DeadLetters):
            _accept(node, _DEAD_LETTERS)
        elif isinstance(node, BillhookFunction):
            _accept(node, _FUNCTION)
            _accept(node.role, _FUNCTION | (_DISPATCHER if node.name == names.DELIVER else {}))
        elif isinstance(node, Api):
            _accept(node.rest, _API)
        elif node.node.id.startswith(NOTIFIER_ID):
            _accept(node, _NOTIFICATIONS)
    if stage.is_local:
        _accept(stack, _LOCAL)


def _accept(construct: IConstruct | None, reasons: dict[str, str]) -> None:
    if construct is None:
        return
    acknowledged = (
        Acknowledgment(id=f"AwsSolutions::AwsSolutions-{rule}", reason=why) for rule, why in reasons.items()
    )
    Validations.of(construct).acknowledge(*acknowledged)
