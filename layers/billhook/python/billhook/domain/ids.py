"""Typed ids. Created things get a UUIDv7 from the ``Ids`` port, derived things a UUIDv5 of their cause."""

from typing import NewType
from uuid import UUID, uuid5

AccountId = NewType("AccountId", str)
KeyId = NewType("KeyId", str)
CompanyId = NewType("CompanyId", str)
SiteId = NewType("SiteId", str)
JobId = NewType("JobId", str)
DocumentId = NewType("DocumentId", str)
ContentId = NewType("ContentId", str)
EventId = NewType("EventId", str)
DestinationId = NewType("DestinationId", str)
DeliveryId = NewType("DeliveryId", str)
DropId = NewType("DropId", str)

_NAMESPACE = UUID("6f0a3f0e-6c1b-5d0c-9a52-3d1c2b7c9e11")


def derived(*cause: str | int) -> str:
    """The UUIDv5 of a cause. Equal causes have equal ids, so a repeat creates nothing twice."""
    return str(uuid5(_NAMESPACE, "/".join(str(part) for part in cause)))


def is_id(text: str) -> bool:
    """Whether ``text`` has the shape of an id (a hyphenated lower-case UUID, 36 characters)."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
