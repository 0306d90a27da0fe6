"""All fakes at once, over one memory: ``world = World()``, then ``world.documents`` and so on."""

from dataclasses import dataclass, field

from tests.fakes.clock import FakeClock, FakeIds
from tests.fakes.deliveries import FakeDeliveries, FakeDueIndex, FakeHealths, FakeOutbox, FakePaces, FakeRecoveries
from tests.fakes.memory import Memory
from tests.fakes.messages import FakeBus, FakeQueue, FakeWatch
from tests.fakes.objects import FakeContents, FakeFiles
from tests.fakes.outside import FakeBuses, FakeFetcher, FakePostman
from tests.fakes.pipeline import FakeDocuments, FakeFingerprints, FakeJobs
from tests.fakes.readers import FakeFileOpener, FakeOcr
from tests.fakes.requests import FakeBudgets, FakeReplays, FakeTallies, FakeVault
from tests.fakes.secrets import FakeHmacs, FakeSealer, FakeTokens
from tests.fakes.stores import FakeAccounts, FakeBookmarks, FakeCompanies, FakeDestinations, FakeDrops


@dataclass
class World:
    """Every port. Attribute names are those of ``runtime.container.Container``."""

    memory: Memory = field(default_factory=Memory)
    clock: FakeClock = field(default_factory=FakeClock)
    ids: FakeIds = field(default_factory=FakeIds)
    files: FakeFiles = field(default_factory=FakeFiles)
    contents: FakeContents = field(default_factory=FakeContents)
    parse_queue: FakeQueue = field(default_factory=FakeQueue)
    fetch_queue: FakeQueue = field(default_factory=FakeQueue)
    unpack_queue: FakeQueue = field(default_factory=FakeQueue)
    deliver_queue: FakeQueue = field(default_factory=FakeQueue)
    erase_queue: FakeQueue = field(default_factory=FakeQueue)
    bus: FakeBus = field(default_factory=FakeBus)
    watch: FakeWatch = field(default_factory=FakeWatch)
    postman: FakePostman = field(default_factory=FakePostman)
    buses: FakeBuses = field(default_factory=FakeBuses)
    fetcher: FakeFetcher = field(default_factory=FakeFetcher)
    file_opener: FakeFileOpener = field(default_factory=FakeFileOpener)
    ocr: FakeOcr = field(default_factory=FakeOcr)
    sealer: FakeSealer = field(default_factory=FakeSealer)
    hmacs: FakeHmacs = field(default_factory=FakeHmacs)
    tokens: FakeTokens = field(default_factory=FakeTokens)
    vault: FakeVault = field(default_factory=FakeVault)
    accounts: FakeAccounts = field(init=False)
    companies: FakeCompanies = field(init=False)
    jobs: FakeJobs = field(init=False)
    documents: FakeDocuments = field(init=False)
    fingerprints: FakeFingerprints = field(init=False)
    outbox: FakeOutbox = field(init=False)
    destinations: FakeDestinations = field(init=False)
    drops: FakeDrops = field(init=False)
    scan_cursors: FakeBookmarks = field(init=False)
    deliveries: FakeDeliveries = field(init=False)
    circuit_breakers: FakeHealths = field(init=False)
    rate_limits: FakePaces = field(init=False)
    recoveries: FakeRecoveries = field(init=False)
    due_index: FakeDueIndex = field(init=False)
    counters: FakeTallies = field(init=False)
    idempotency_records: FakeReplays = field(init=False)
    budgets: FakeBudgets = field(init=False)
    analyst: FakeOcr = field(init=False)

    def __post_init__(self) -> None:
        self.accounts = FakeAccounts(self.memory)
        self.companies = FakeCompanies(self.memory)
        self.jobs = FakeJobs(self.memory)
        self.documents = FakeDocuments(self.memory)
        self.fingerprints = FakeFingerprints(self.memory)
        self.outbox = FakeOutbox(self.memory)
        self.destinations = FakeDestinations(self.memory)
        self.drops = FakeDrops(self.memory)
        self.scan_cursors = FakeBookmarks(self.memory)
        self.deliveries = FakeDeliveries(self.memory)
        self.circuit_breakers = FakeHealths(self.memory)
        self.rate_limits = FakePaces(self.memory)
        self.recoveries = FakeRecoveries(self.memory)
        self.due_index = FakeDueIndex(self.memory)
        self.counters = FakeTallies(self.memory)
        self.idempotency_records = FakeReplays(self.memory)
        self.budgets = FakeBudgets(self.memory)
        self.analyst = self.ocr
