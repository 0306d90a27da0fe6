"""Validation of the EventBridge bus ARNs that customers give."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Self

from billhook.domain.errors import Invalid

_ARN = re.compile(
    r"arn:(?P<partition>aws|aws-cn|aws-us-gov|aws-eusc|aws-iso[a-z-]{0,3})"
    r":events:(?P<region>[a-z]{2,4}(?:-[a-z]{1,12}){1,3}-\d{1,2})"
    r":(?P<account>\d{12})"
    r":event-bus/(?P<name>[A-Za-z0-9._-]{1,256})",
    re.ASCII,
)
_OF_CHINA, _OF_GOVERNMENT = "cn-", "us-gov-"
_SHAPE = "arn:aws:events:REGION:ACCOUNT:event-bus/NAME"


@dataclass(frozen=True)
class BusArn:
    """The parts of a bus's ARN. Buses of partners are none of a customer's own, so their names do not fit."""

    partition: str
    region: str
    account: str
    name: str

    @classmethod
    def of(cls, text: str) -> Self:
        """Raises Invalid for all but the ARN of a custom or default bus whose region lies in its partition."""
        found = _ARN.fullmatch(text)
        if found is None:
            raise Invalid(f"This must be the ARN of an event bus: {_SHAPE}.")
        arn = cls(**found.groupdict())
        if not arn._is_at_home:
            raise Invalid(f"The region {arn.region} is not in the partition {arn.partition}.")
        return arn

    @property
    def _is_at_home(self) -> bool:
        china, government = self.region.startswith(_OF_CHINA), self.region.startswith(_OF_GOVERNMENT)
        return china == (self.partition == "aws-cn") and government == (self.partition == "aws-us-gov")


@dataclass(frozen=True)
class BusPolicy:
    """Which buses may be destinations: all of ``partition`` but those that ``reserved`` patterns match.

    Reserved is at least our own bus: an event that comes back to it would be delivered again, for ever.
    """

    partition: str
    reserved: tuple[str, ...] = ()

    @classmethod
    def beside(cls, role_arn: str, reserved: str) -> Self:
        """The policy of the stack that ``role_arn`` belongs to; ``reserved`` is a list of ARN patterns with commas."""
        return cls(role_arn.split(":")[1], tuple(one for one in reserved.split(",") if one))

    def fault(self, bus_arn: str) -> str | None:
        """Why events cannot be sent there, as a sentence; None when they can."""
        try:
            arn = BusArn.of(bus_arn)
        except Invalid as fault:
            return str(fault)
        if arn.partition != self.partition:
            return f"We are in the partition {self.partition} and cannot reach {arn.partition}."
        if any(fnmatchcase(bus_arn, pattern) for pattern in self.reserved):
            return "This bus is in our own account; use one in yours."
        return None
