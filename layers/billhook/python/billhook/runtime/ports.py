"""The table of ports: which adapter provides each port, or each value of the deployment, built from the settings.

Adapters are imported on first use of their port, so that a function's cold start loads only what it uses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from billhook.ports.parameters import ApiUrl, LeaseDuration, OcrPagesPerSecond
from billhook.runtime.aws import client, client_abroad
from billhook.runtime.stores import Stores

if TYPE_CHECKING:
    from billhook.adapters.textract_reader import TextractReader
    from billhook.domain.access_token import ClaimMapping
    from billhook.domain.bus_arn import BusPolicy
    from billhook.domain.circuit_breaker import CircuitRules
    from billhook.domain.delivery import RetryPolicy
    from billhook.domain.urls import UrlPolicy
    from billhook.ports.clock import Clock, Ids, Timer
    from billhook.ports.crypto import Cipher, Encryptor, Hmacs, Tokens
    from billhook.ports.documents import Contents
    from billhook.ports.events import Bus
    from billhook.ports.extraction import Extractor
    from billhook.ports.faults import ProcessingMonitor
    from billhook.ports.files import Fetcher, Files
    from billhook.ports.queues import DeliverQueue, EraseQueue, FetchQueue, ParseQueue, Queue, UnpackQueue
    from billhook.ports.senders import CustomerBuses, HttpClient
    from billhook.ports.text_recognition import ExpenseAnalyzer, FileKindDetector, FileOpener, Ocr, Recognizer, Unpacker
    from billhook.settings import Settings

Provider = Callable[["Settings"], object]


class Adapters:
    """Each public method provides the port that its return annotation names. Raises SettingsError."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    # Values of the deployment.
    def api_url(self) -> ApiUrl:
        return ApiUrl(self._settings.require("api_url"))

    def lease_duration(self) -> LeaseDuration:
        return LeaseDuration(_seconds(self._settings.require("lease_seconds")))

    def ocr_pages_per_second(self) -> OcrPagesPerSecond:
        return OcrPagesPerSecond(int(self._settings.require("ocr_per_second")))

    def url_policy(self) -> UrlPolicy:
        from billhook.domain.urls import UrlPolicy

        return UrlPolicy.of(self._settings.allowed_hosts)

    def bus_policy(self) -> BusPolicy:
        from billhook.domain.bus_arn import BusPolicy

        return BusPolicy.beside(self._settings.require("dispatcher_role"), self._settings.require("reserved_buses"))

    def claim_mapping(self) -> ClaimMapping:
        from billhook.domain.access_token import ClaimMapping

        return ClaimMapping(self._settings.require("token_account_claim"), self._settings.token_companies_claim)

    def retry_policy(self) -> RetryPolicy:
        from billhook.domain.delivery import RETRY_POLICY, RetryPolicy

        waits = tuple(map(_seconds, filter(str.strip, self._settings.retry_schedule.split(","))))
        floor = self._settings.retry_floor
        return RetryPolicy(waits or RETRY_POLICY.schedule, _seconds(floor) if floor else RETRY_POLICY.slow_down)

    def circuit_rules(self) -> CircuitRules:
        from billhook.domain.circuit_breaker import CircuitRules

        first_probe = self._settings.first_probe
        return CircuitRules(first_probe=_seconds(first_probe)) if first_probe else CircuitRules()

    # The process: time, chance, code.
    def clock(self) -> Clock:
        from billhook.adapters.clock import SystemClock

        return SystemClock()

    def ids(self) -> Ids:
        from billhook.adapters.clock import SystemIds

        return SystemIds()

    def timer(self) -> Timer:
        from billhook.adapters.background_timer import BackgroundTimer

        return BackgroundTimer()

    def extractor(self) -> Extractor:
        from billhook.extraction.pipeline.pipeline import extract

        return extract

    def file_kind_detector(self) -> FileKindDetector:
        from billhook.adapters.file_kinds import kind_of

        return kind_of

    def file_opener(self) -> FileOpener:
        from billhook.adapters.sandboxed_files import SandboxedFiles

        return SandboxedFiles()

    def unpacker(self) -> Unpacker:
        from billhook.adapters.zip_unpacker import ZipUnpacker

        return ZipUnpacker()

    def cipher(self) -> Cipher:
        from billhook.adapters.aes_cipher import AesCipher

        return AesCipher(self.ids())

    def processing_monitor(self) -> ProcessingMonitor:
        from billhook.runtime.processing_monitor import LoggedProcessing

        return LoggedProcessing(self._settings.require("stage"))

    # Other services of AWS.
    def files(self) -> Files:
        from billhook.adapters.s3_files import S3Files

        return S3Files(client("s3"), self._settings.require("bucket"))

    def contents(self) -> Contents:
        from billhook.adapters.s3_contents import S3Contents

        return S3Contents(client("s3"), self._settings.require("bucket"))

    def fetch_queue(self) -> FetchQueue:
        return self._queue("fetch_queue")

    def unpack_queue(self) -> UnpackQueue:
        return self._queue("unpack_queue")

    def parse_queue(self) -> ParseQueue:
        return self._queue("parse_queue")

    def deliver_queue(self) -> DeliverQueue:
        return self._queue("deliver_queue")

    def erase_queue(self) -> EraseQueue:
        return self._queue("erase_queue")

    def bus(self) -> Bus:
        from billhook.adapters.eventbridge_bus import EventBridgeBus

        return EventBridgeBus(client("events"), self._settings.require("bus"))

    def encryptor(self) -> Encryptor:
        from billhook.adapters.kms_encryptor import KmsEncryptor

        return KmsEncryptor(client("kms"), self._settings.require("secrets_key"))

    def hmacs(self) -> Hmacs:
        from billhook.adapters.secret_hmacs import SecretHmacs

        return SecretHmacs(client("secretsmanager"), self._settings.require("signing_secret"))

    def ocr(self) -> Ocr:
        return self._textract()

    def recognizer(self) -> Recognizer:
        return self._textract()

    def expense_analyzer(self) -> ExpenseAnalyzer:
        return self._textract()

    # The internet.
    def tokens(self) -> Tokens:
        from billhook.adapters.jwt_tokens import JwtTokens
        from billhook.adapters.key_set import KeySet

        audiences = frozenset(self._settings.require("token_audience").split(",")) - {""}
        keys = KeySet(self._settings.require("token_jwks_url"), self.clock())
        return JwtTokens(self._settings.require("token_issuer"), audiences, keys)

    def http_client(self) -> HttpClient:
        from billhook.adapters.egress import Egress
        from billhook.adapters.egress_http_client import EgressHttpClient

        return EgressHttpClient(Egress(self.url_policy()))

    def fetcher(self) -> Fetcher:
        from billhook.adapters.egress import Egress
        from billhook.adapters.url_fetcher import UrlFetcher

        return UrlFetcher(Egress(self.url_policy()))

    def customer_buses(self) -> CustomerBuses:
        from billhook.adapters.customer_buses import EventBridgeBuses

        return EventBridgeBuses(lambda region: client_abroad("events", region))

    def _queue(self, setting: str) -> Queue:
        from billhook.adapters.sqs_queue import SqsQueue

        return SqsQueue(client("sqs"), self._settings.require(setting))

    def _textract(self) -> TextractReader:
        from billhook.adapters.textract_reader import TextractReader

        bucket, topic, role = map(self._settings.require, ("bucket", "textract_topic", "textract_role"))
        return TextractReader(client("textract"), bucket, topic, role)


def _seconds(text: str) -> timedelta:
    return timedelta(seconds=float(text))


def _provider(adapters: Callable[[Settings], object], method: str) -> Provider:
    return lambda settings: getattr(adapters(settings), method)()


PORTS: Mapping[str, Provider] = {
    method.__annotations__["return"]: _provider(adapters, name)
    for adapters in (Stores, Adapters)
    for name, method in vars(adapters).items()
    if not name.startswith("_")
}
"""By the name of a port: how to build its adapter."""
