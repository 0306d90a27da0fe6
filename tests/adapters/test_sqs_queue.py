"""``SqsQueue``: delay, message group and errors of sent messages."""

from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from billhook.adapters.sqs_queue import SqsQueue
from billhook.domain.errors import Throttled, Unavailable
from tests.builders import COMPANY


class FakeSqs:
    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.sent: list[dict[str, Any]] = []

    def send_message(self, **request: Any) -> None:
        if self.error:
            raise self.error
        self.sent.append(request)


def refusal(code: str, status: int) -> ClientError:
    response: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "SendMessage")


@pytest.mark.parametrize(("delay", "seconds"), [(0.0, 0), (0.2, 1), (59.5, 60), (900, 900)])
def test_sqs_delay_is_rounded_up(delay: float, seconds: int) -> None:
    client = FakeSqs()

    SqsQueue(client, "https://queue.test").send({"a": 1}, delay=timedelta(seconds=delay))

    assert client.sent == [{"QueueUrl": "https://queue.test", "MessageBody": '{"a":1}', "DelaySeconds": seconds}]


def test_sqs_message_carries_its_company_as_group() -> None:
    client = FakeSqs()

    SqsQueue(client, "https://queue.test").send({"a": 1}, company_id=COMPANY)

    assert client.sent[0]["MessageGroupId"] == COMPANY


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (refusal("RequestThrottled", 403), Throttled),
        (refusal("InternalError", 500), Unavailable),
        (refusal("AWS.SimpleQueueService.NonExistentQueue", 400), ClientError),
    ],
)
def test_sqs_error_maps_to_a_domain_error(error: Exception, meaning: type[Exception]) -> None:
    with pytest.raises(meaning):
        SqsQueue(FakeSqs(error), "https://queue.test").send({})
