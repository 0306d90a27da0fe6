"""All fakes at once, over one memory: ``world = World()``, then ``world.documents`` and so on."""

from dataclasses import dataclass, field

from tests.fakes.clock import FakeClock, FakeIds
from tests.fakes.company_rows import FakeCompanyRows
from tests.fakes.deliveries import (
    FakeCircuitBreakers,
    FakeDeliveries,
    FakeDueIndex,
    FakeOcrRates,
    FakeOutbox,
    FakeProcessingCircuits,
    FakeRateLimits,
    FakeRecoveries,
)
from tests.fakes.memory import Memory
from tests.fakes.messages import FakeBus, FakeQueue, FakeTimer
from tests.fakes.objects import FakeContents, FakeFiles
from tests.fakes.outside import FakeCustomerBuses, FakeFetcher, FakeHttpClient, FakeProcessingMonitor
from tests.fakes.pipeline import FakeDocuments, FakeFingerprints, FakeJobs
from tests.fakes.readers import FakeFileOpener, FakeOcr
from tests.fakes.requests import FakeBudgets, FakeCipher, FakeCounters, FakeIdempotencyRecords
from tests.fakes.secrets import FakeEncryptor, FakeHmacs, FakeTokens
from tests.fakes.stores import FakeAccounts, FakeCompanies, FakeDestinations, FakeDrops, FakeScanCursors


@dataclass
class World:
    """A fake of every port."""

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
    timer: FakeTimer = field(default_factory=FakeTimer)
    http_client: FakeHttpClient = field(default_factory=FakeHttpClient)
    buses: FakeCustomerBuses = field(default_factory=FakeCustomerBuses)
    fetcher: FakeFetcher = field(default_factory=FakeFetcher)
    processing_monitor: FakeProcessingMonitor = field(default_factory=FakeProcessingMonitor)
    file_opener: FakeFileOpener = field(default_factory=FakeFileOpener)
    ocr: FakeOcr = field(default_factory=FakeOcr)
    encryptor: FakeEncryptor = field(default_factory=FakeEncryptor)
    hmacs: FakeHmacs = field(default_factory=FakeHmacs)
    tokens: FakeTokens = field(default_factory=FakeTokens)
    cipher: FakeCipher = field(default_factory=FakeCipher)
    accounts: FakeAccounts = field(init=False)
    companies: FakeCompanies = field(init=False)
    company_rows: FakeCompanyRows = field(init=False)
    jobs: FakeJobs = field(init=False)
    documents: FakeDocuments = field(init=False)
    fingerprints: FakeFingerprints = field(init=False)
    outbox: FakeOutbox = field(init=False)
    destinations: FakeDestinations = field(init=False)
    drops: FakeDrops = field(init=False)
    scan_cursors: FakeScanCursors = field(init=False)
    deliveries: FakeDeliveries = field(init=False)
    circuit_breakers: FakeCircuitBreakers = field(init=False)
    rate_limits: FakeRateLimits = field(init=False)
    recoveries: FakeRecoveries = field(init=False)
    processing_circuits: FakeProcessingCircuits = field(init=False)
    ocr_rates: FakeOcrRates = field(init=False)
    due_index: FakeDueIndex = field(init=False)
    counters: FakeCounters = field(init=False)
    idempotency_records: FakeIdempotencyRecords = field(init=False)
    budgets: FakeBudgets = field(init=False)
    expense_analyzer: FakeOcr = field(init=False)

    def __post_init__(self) -> None:
        self.accounts = FakeAccounts(self.memory)
        self.companies = FakeCompanies(self.memory)
        self.company_rows = FakeCompanyRows(self.memory)
        self.jobs = FakeJobs(self.memory)
        self.documents = FakeDocuments(self.memory)
        self.fingerprints = FakeFingerprints(self.memory)
        self.outbox = FakeOutbox(self.memory)
        self.destinations = FakeDestinations(self.memory)
        self.drops = FakeDrops(self.memory)
        self.scan_cursors = FakeScanCursors(self.memory)
        self.deliveries = FakeDeliveries(self.memory)
        self.circuit_breakers = FakeCircuitBreakers(self.memory)
        self.rate_limits = FakeRateLimits(self.memory)
        self.ocr_rates = FakeOcrRates(self.memory)
        self.processing_circuits = FakeProcessingCircuits(self.memory)
        self.recoveries = FakeRecoveries(self.memory)
        self.due_index = FakeDueIndex(self.memory)
        self.counters = FakeCounters(self.memory)
        self.idempotency_records = FakeIdempotencyRecords(self.memory)
        self.budgets = FakeBudgets(self.memory)
        self.expense_analyzer = self.ocr
