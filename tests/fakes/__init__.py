"""In-memory fakes of every port in ``billhook.ports``; ``World()`` has them all.

They keep the contracts that the adapters keep: ``tests/adapters/contract`` runs on both.
"""

from tests.fakes.clock import NOW, FakeClock, FakeIds
from tests.fakes.deliveries import FakeDeliveries, FakeDueIndex, FakeOutbox
from tests.fakes.memory import Memory
from tests.fakes.messages import FakeBus, FakeQueue, Sent
from tests.fakes.objects import FakeContents, FakeFiles
from tests.fakes.outside import OK, FakeFetcher, FakeHttpClient, Posted
from tests.fakes.pipeline import FakeDocuments, FakeFingerprints, FakeJobs
from tests.fakes.readers import FakeFile, FakeFileOpener, FakeOcr
from tests.fakes.secrets import FakeEncryptor, FakeHmacs
from tests.fakes.stores import FakeAccounts, FakeCompanies, FakeDestinations, FakeDrops, FakeScanCursors
from tests.fakes.world import World

__all__ = [
    "NOW",
    "OK",
    "FakeAccounts",
    "FakeBus",
    "FakeClock",
    "FakeCompanies",
    "FakeContents",
    "FakeDeliveries",
    "FakeDestinations",
    "FakeDocuments",
    "FakeDrops",
    "FakeDueIndex",
    "FakeEncryptor",
    "FakeFetcher",
    "FakeFile",
    "FakeFileOpener",
    "FakeFiles",
    "FakeFingerprints",
    "FakeHmacs",
    "FakeHttpClient",
    "FakeIds",
    "FakeJobs",
    "FakeOcr",
    "FakeOutbox",
    "FakeQueue",
    "FakeScanCursors",
    "Memory",
    "Posted",
    "Sent",
    "World",
]
