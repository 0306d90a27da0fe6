"""Validation of the EventBridge bus ARNs that customers configure."""

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
    """The parts of a bus ARN. Partner buses are excluded: their names have another shape."""

    partition: str
    region: str
    account: str
    name: str

    @classmethod
    def of(cls, text: str) -> Self:
        """Parse ``text``. Raises Invalid unless it is the ARN of a custom or default bus in its partition."""
        match = _ARN.fullmatch(text)
        if match is None:
            raise Invalid(f"This must be the ARN of an event bus: {_SHAPE}.")
        arn = cls(**match.groupdict())
        if not arn._is_at_home:
            raise Invalid(f"The region {arn.region} is not in the partition {arn.partition}.")
        return arn

    @property
    def _is_at_home(self) -> bool:
        china, government = self.region.startswith(_OF_CHINA), self.region.startswith(_OF_GOVERNMENT)
        return china == (self.partition == "aws-cn") and government == (self.partition == "aws-us-gov")


@dataclass(frozen=True)
class BusPolicy:
    """Allowed buses: all of ``partition`` except those that ``reserved`` patterns match.

    Billhook's own bus is always reserved: events delivered to it would loop.
    """

    partition: str
    reserved: tuple[str, ...] = ()

    @classmethod
    def beside(cls, role_arn: str, reserved: str) -> Self:
        """The policy of the stack with the role ``role_arn``; ``reserved`` are comma-separated ARN patterns."""
        return cls(role_arn.split(":")[1], tuple(pattern for pattern in reserved.split(",") if pattern))

    def fault(self, bus_arn: str) -> str | None:
        """The reason why a bus is not allowed, as a sentence; None if it is allowed."""
        try:
            arn = BusArn.of(bus_arn)
        except Invalid as fault:
            return str(fault)
        if arn.partition != self.partition:
            return f"We are in the partition {self.partition} and cannot reach {arn.partition}."
        if any(fnmatchcase(bus_arn, pattern) for pattern in self.reserved):
            return "This bus is in our own account; use one in yours."
        return None
