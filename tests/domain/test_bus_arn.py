"""ARNs of buses are read strictly, and none of our own is a customer's."""

import pytest

from billhook.domain.bus_arn import BusArn, BusPolicy
from billhook.domain.errors import Invalid

OURS = "arn:aws:iam::999999999999:role/billhook-prod-dispatcher-eu-west-1"
POLICY = BusPolicy.beside(OURS, "arn:aws:events:*:999999999999:event-bus/*")


def test_bus_arn_is_split_into_its_parts() -> None:
    arn = BusArn.of("arn:aws:events:ap-southeast-2:111122223333:event-bus/bills.of_Acme-1")

    assert (arn.partition, arn.region, arn.account, arn.name) == (
        "aws",
        "ap-southeast-2",
        "111122223333",
        "bills.of_Acme-1",
    )


@pytest.mark.parametrize(
    "text",
    [
        "arn:aws-cn:events:cn-north-1:111122223333:event-bus/default",
        "arn:aws-us-gov:events:us-gov-west-1:111122223333:event-bus/bills",
        "arn:aws:events:us-east-1:000000000000:event-bus/" + "n" * 256,
    ],
)
def test_bus_arn_of_other_partition_is_valid(text: str) -> None:
    assert BusArn.of(text).account in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bills",
        "arn:aws:events:us-east-1:111122223333:rule/bills",
        "arn:aws:sqs:us-east-1:111122223333:event-bus/bills",
        "arn:aws:events::111122223333:event-bus/bills",
        "arn:aws:events:us-east-1:1111:event-bus/bills",
        "arn:aws:events:us-east-1:111122223333:event-bus/",
        "arn:aws:events:us-east-1:111122223333:event-bus/aws.partner/example.com/bills",
        "arn:aws:events:us-east-1:111122223333:event-bus/" + "n" * 257,
        "arn:aws:events:us-east-1:111122223333:event-bus/*",
        "arn:aws:events:us-east-1:１１１１２２２２３３３３:event-bus/bills",
        "arn:aws:events:us-east-1.evil.example:111122223333:event-bus/bills",
        "arn:aws:events:us-east-1:111122223333:event-bus/bills\n",
        " arn:aws:events:us-east-1:111122223333:event-bus/bills",
        "arn:aws-cn:events:us-east-1:111122223333:event-bus/bills",
        "arn:aws:events:cn-north-1:111122223333:event-bus/bills",
        "arn:aws:events:us-gov-west-1:111122223333:event-bus/bills",
    ],
)
def test_bus_arn_of_other_shape_is_none(text: str) -> None:
    with pytest.raises(Invalid):
        BusArn.of(text)


def test_bus_of_another_account_can_be_a_destination() -> None:
    assert POLICY.fault("arn:aws:events:us-east-1:111122223333:event-bus/bills") is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("bills", "ARN of an event bus"),
        ("arn:aws-cn:events:cn-north-1:111122223333:event-bus/bills", "partition aws "),
        ("arn:aws:events:us-east-1:999999999999:event-bus/billhook-prod", "our own account"),
        ("arn:aws:events:eu-west-1:999999999999:event-bus/default", "our own account"),
    ],
)
def test_bus_that_cannot_be_a_destination_has_a_reason(text: str, why: str) -> None:
    assert why in (POLICY.fault(text) or "")


def test_bus_on_local_cloud_is_refused_if_it_is_billhooks_own() -> None:
    local = BusPolicy.beside(
        "arn:aws:iam::000000000000:role/billhook-local-dispatcher-us-east-1",
        "arn:aws:events:*:000000000000:event-bus/billhook-local",
    )

    assert local.fault("arn:aws:events:us-east-1:000000000000:event-bus/mine") is None
    assert local.fault("arn:aws:events:us-east-1:000000000000:event-bus/billhook-local") is not None
