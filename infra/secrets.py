"""What must stay secret: the key that seals customers' webhook secrets, and the secret behind keys and file links."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from billhook import names
from infra.stage import Stage

_SIGNING_SECRET_LENGTH = 64


class Secrets(Construct):
    """``sealing_key`` encrypts destinations' secrets at rest; ``signing`` is the root of every HMAC that we make."""

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(scope, "Secrets")
        removal = RemovalPolicy.RETAIN if stage.is_protected else RemovalPolicy.DESTROY
        self.sealing_key = kms.Key(
            self,
            "SealingKey",
            description=f"Seals the secrets of {names.PRODUCT} {stage.name} destinations",
            enable_key_rotation=True,
            removal_policy=removal,
        )
        self.signing = secretsmanager.Secret(
            self,
            "Signing",
            description=f"Root of API key hashes and file links of {names.PRODUCT} {stage.name}",
            generate_secret_string=secretsmanager.SecretStringGenerator(
                password_length=_SIGNING_SECRET_LENGTH, exclude_punctuation=True
            ),
            removal_policy=removal,
        )
