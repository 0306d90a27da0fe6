"""The emulated AWS as seen from this machine: its address, its root keys, and the few calls that local mode makes."""

import os
from dataclasses import dataclass
from functools import cached_property
from typing import Any

REGION = "us-east-1"
ACCOUNT = "000000000000"
ROOT_KEY = "test"
"""Id and secret of the emulator's root; good on loopback only."""
_NOTHING_OF_THE_USERS = {"profile": None, "config_file": os.devnull, "credentials_file": os.devnull}


@dataclass(frozen=True)
class Emulator:
    """The local AWS at ``url``; implements ``textract.service.Cloud``."""

    url: str

    def client(self, service: str) -> Any:
        """A boto3 client of ``service`` with root's rights."""
        import boto3  # noqa: PLC0415  `billhook --help` must not wait for it
        from botocore.session import Session  # noqa: PLC0415

        # A person's own profile and files are for AWS: they must neither reach the emulator nor break it.
        apart = Session({name: (None, None, default, None) for name, default in _NOTHING_OF_THE_USERS.items()})
        make: Any = boto3.Session(ROOT_KEY, ROOT_KEY, region_name=REGION, botocore_session=apart).client
        return make(service, endpoint_url=self.url)

    def fetch(self, bucket: str, key: str, version: str | None) -> bytes:
        """An object's bytes; raises LookupError when it cannot be had."""
        from botocore.exceptions import ClientError  # noqa: PLC0415

        which = {"VersionId": version} if version else {}
        try:
            body: bytes = self._s3.get_object(Bucket=bucket, Key=key, **which)["Body"].read()
        except ClientError as error:
            raise LookupError(key) from error
        return body

    def publish(self, topic: str, message: str) -> None:
        self._sns.publish(TopicArn=topic, Message=message)

    @cached_property
    def _s3(self) -> Any:
        return self.client("s3")

    @cached_property
    def _sns(self) -> Any:
        return self.client("sns")
