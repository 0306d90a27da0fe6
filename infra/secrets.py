"""Secrets: the KMS key that encrypts webhook secrets, and the HMAC secret of API keys and file links."""

from typing import cast

from aws_cdk import RemovalPolicy
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from billhook import names
from infra.stage import Stage

_SIGNING_SECRET_LENGTH = 64


class Secrets(Construct):
    """``sealing_key`` encrypts destinations' secrets at rest; ``signing_arn`` is the secret of every HMAC."""

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(scope, "Secrets")
        removal = RemovalPolicy.RETAIN if stage.is_protected else RemovalPolicy.DESTROY
        self.sealing_key = kms.Key(
            self,
            "SealingKey",
            description=f"Encrypts the secrets of {names.PRODUCT} {stage.name} destinations",
            enable_key_rotation=True,
            removal_policy=removal,
        )
        signing = secretsmanager.Secret(
            self,
            "Signing",
            description=f"Root of API key hashes and file links of {names.PRODUCT} {stage.name}",
            generate_secret_string=secretsmanager.SecretStringGenerator(
                password_length=_SIGNING_SECRET_LENGTH, exclude_punctuation=True
            ),
            removal_policy=removal,
        )
        # On AWS a Ref is the ARN as well; on the emulator it is the name, which no policy matches.
        self.signing_arn = cast(secretsmanager.CfnSecret, signing.node.default_child).attr_id
