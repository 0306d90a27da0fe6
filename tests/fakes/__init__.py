"""In-memory fakes of every port in ``billhook.ports``; ``World()`` has them all.

They keep the contracts that the adapters keep: ``tests/adapters/contract`` runs on both.
"""

from tests.fakes.clock import NOW, FakeClock, FakeIds
from tests.fakes.deliveries import FakeDeliveries, FakeDueIndex, FakeOutbox
from tests.fakes.memory import Memory
from tests.fakes.messages import FakeBus, FakeQueue, Sent
from tests.fakes.objects import FakeContents, FakeFiles
from tests.fakes.outside import OK, FakeFetcher, FakePostman, Posted
from tests.fakes.pipeline import FakeDocuments, FakeFingerprints, FakeJobs
from tests.fakes.readers import FakeFile, FakeFileOpener, FakeOcr
from tests.fakes.secrets import FakeHmacs, FakeSealer
from tests.fakes.stores import FakeAccounts, FakeBookmarks, FakeCompanies, FakeDestinations, FakeDrops
from tests.fakes.world import World

__all__ = [
    "NOW",
    "OK",
    "FakeAccounts",
    "FakeBookmarks",
    "FakeBus",
    "FakeClock",
    "FakeCompanies",
    "FakeContents",
    "FakeDeliveries",
    "FakeDestinations",
    "FakeDocuments",
    "FakeDrops",
    "FakeDueIndex",
    "FakeFetcher",
    "FakeFile",
    "FakeFileOpener",
    "FakeFiles",
    "FakeFingerprints",
    "FakeHmacs",
    "FakeIds",
    "FakeJobs",
    "FakeOcr",
    "FakeOutbox",
    "FakePostman",
    "FakeQueue",
    "FakeSealer",
    "Memory",
    "Posted",
    "Sent",
    "World",
]
