"""OCR of the pages of one file: asked directly, or with kept answers, a rate limit and a deadline."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property, partial

from billhook.domain.document import Document
from billhook.domain.document_text import COST_PER_PAGE_USD, DocumentText, RecognizedPage, Route
from billhook.domain.errors import OutOfTime, Throttled
from billhook.ports.clock import Clock, Ids
from billhook.ports.text_recognition import EXPENSE, WHOLE, ExpenseAnalyzer, Ocr, Recognizer
from billhook.usecases.processing.steps.limit_ocr_rate import LimitOcrRate
from billhook.usecases.processing.steps.ocr_answers import OcrAnswers

MAX_TRIES = 4
"""Requests for a page that is throttled, before the document waits."""

FIRST_PAUSE = timedelta(seconds=1)
"""Doubled after each throttled request, plus up to as much again."""

LONGEST_PAUSE = timedelta(seconds=5)
"""A worker waits this long for a token; beyond it the document waits, because waiting here costs compute time."""

BUSY_FROM = timedelta(seconds=10)
"""A longer backlog of requests is avoided: OCR jobs have a limit of their own."""

PAGE_TIME = timedelta(seconds=25)
"""One request takes at most this long, its time-outs and retries included; so does rendering a page."""

FINISH_TIME = timedelta(seconds=8)
"""Extracting and committing take less."""


@dataclass(frozen=True)
class DirectOcr:
    """Without limits; for OCR on this machine. ``recognizer`` analyzes no pages."""

    recognizer: Recognizer
    is_busy: bool = False

    def has(self, page: int, part: str) -> bool:
        del page, part
        return False

    def detect(self, page: int, part: str, render: Callable[[], bytes]) -> RecognizedPage:
        del page, part
        return self.recognizer.detect(render())

    def analyze(self, page: int, render: Callable[[], bytes]) -> RecognizedPage:
        return self.detect(page, WHOLE, render)

    def check_time(self) -> None:
        return

    def charged(self, text: DocumentText) -> DocumentText:
        return text


@dataclass(frozen=True)
class OcrSession:
    """The OCR of the next version of ``document`` by one worker, which ends at ``deadline``.

    Each answer is kept before the next page is asked for. A worker that begins again, after a fault or a deadline, asks
    for the missing pages only.
    """

    document: Document
    deadline: datetime
    ocr: Ocr
    expense_analyzer: ExpenseAnalyzer
    ocr_answers: OcrAnswers
    limit_ocr_rate: LimitOcrRate
    clock: Clock
    ids: Ids
    _paid: dict[int, dict[str, Decimal]] = field(default_factory=lambda: defaultdict(dict), repr=False)

    @property
    def is_busy(self) -> bool:
        return self.limit_ocr_rate.backlog() > BUSY_FROM

    def has(self, page: int, part: str) -> bool:
        return _name(page, part) in self._known

    def detect(self, page: int, part: str, render: Callable[[], bytes]) -> RecognizedPage:
        return self._answered(page, part, Route.DETECT_TEXT, render, self.ocr.detect)

    def analyze(self, page: int, render: Callable[[], bytes]) -> RecognizedPage:
        return self._answered(page, EXPENSE, Route.EXPENSE, render, self.expense_analyzer.analyze)

    def check_time(self) -> None:
        self._need(2 * PAGE_TIME)

    def charged(self, text: DocumentText) -> DocumentText:
        """The pages of an OCR job bear its cost already."""
        return DocumentText(
            tuple(
                replace(page, paid=_job_cost(page.route) + sum(self._paid[page.number].values(), Decimal(0)))
                if page.number in self._paid
                else page
                for page in text.pages
            )
        )

    @property
    def cost(self) -> Decimal:
        """What this version's pages have cost so far, as far as they were looked at in this session."""
        return sum((cost for parts in self._paid.values() for cost in parts.values()), Decimal(0))

    def _answered(
        self,
        page: int,
        part: str,
        route: Route,
        render: Callable[[], bytes],
        ask: Callable[[bytes], RecognizedPage],
    ) -> RecognizedPage:
        if self.has(page, part):
            answer = self.ocr_answers.get(self.document, _name(page, part))
        else:
            self._need(PAGE_TIME)
            answer = self._ask(partial(ask, render()))
            self.ocr_answers.put(self.document, _name(page, part), answer)
        self._paid[page][part] = COST_PER_PAGE_USD[route]
        return answer

    def _ask(self, request: Callable[[], RecognizedPage]) -> RecognizedPage:
        """The answer of a request within the rate. Raises Throttled after several refusals."""
        for number in range(MAX_TRIES):
            wait = self.limit_ocr_rate.reserve(LONGEST_PAUSE)
            if wait is None:
                raise OutOfTime(self.limit_ocr_rate.backlog())
            self._pause(wait)
            try:
                return request()
            except Throttled:
                self.limit_ocr_rate.slow_down()
                if number == MAX_TRIES - 1:
                    raise
            pause = FIRST_PAUSE * 2**number
            self._pause(pause + self.ids.jitter(pause))
        raise AssertionError

    def _pause(self, wait: timedelta) -> None:
        self._need(wait + PAGE_TIME)
        if wait:
            self.clock.sleep(wait)

    def _need(self, time: timedelta) -> None:
        if self.deadline - self.clock.now() < time + FINISH_TIME:
            raise OutOfTime(timedelta(0))

    @cached_property
    def _known(self) -> frozenset[str]:
        return self.ocr_answers.known(self.document)


@dataclass(frozen=True)
class OpenOcrSession:
    """Builds the OCR of a claimed document."""

    ocr: Ocr
    expense_analyzer: ExpenseAnalyzer
    ocr_answers: OcrAnswers
    limit_ocr_rate: LimitOcrRate
    clock: Clock
    ids: Ids

    def open(self, document: Document, deadline: datetime | None) -> OcrSession:
        """Without a deadline, as where no function ends, it is an hour away."""
        ends = deadline or self.clock.now() + timedelta(hours=1)
        return OcrSession(
            document, ends, self.ocr, self.expense_analyzer, self.ocr_answers, self.limit_ocr_rate, self.clock,
            self.ids,
        )  # fmt: skip


def _name(page: int, part: str) -> str:
    return f"{page}-{part}"


def _job_cost(route: Route) -> Decimal:
    return COST_PER_PAGE_USD[route] if route is Route.DETECT_TEXT_ASYNC else Decimal(0)
