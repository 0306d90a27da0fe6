"""Implements ``ports.Queue`` on an SQS queue."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any

from billhook.adapters.aws_errors import translated_errors
from billhook.domain.ids import CompanyId

LONGEST_DELAY = timedelta(minutes=15)


@dataclass(frozen=True)
class SqsQueue:
    """``client`` is a boto3 SQS client. On a standard queue message groups give fairness, not order."""

    client: Any
    url: str

    def send(
        self, message: Mapping[str, Any], *, delay: timedelta = timedelta(0), company_id: CompanyId | None = None
    ) -> None:
        """See ``ports.Queue``. Delays are rounded up to seconds. Raises Throttled or Unavailable."""
        if not timedelta(0) <= delay <= LONGEST_DELAY:
            raise ValueError("The delay must be 0 to 15 minutes.")
        body = json.dumps(message, separators=(",", ":"))
        group = {"MessageGroupId": company_id} if company_id else {}
        with translated_errors():
            self.client.send_message(
                QueueUrl=self.url, MessageBody=body, DelaySeconds=ceil(delay.total_seconds()), **group
            )
