"""Asynchronous jobs, stored on disk for seven days like Textract's, so that a restart loses none."""

import gzip
import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any

from billhook.local.textract.blocks import Block
from billhook.local.textract.errors import invalid_job, limit_exceeded, token_reused

KEPT_SECONDS = 7 * 24 * 3600
MOST_OPEN = 100

IN_PROGRESS, SUCCEEDED, FAILED = "IN_PROGRESS", "SUCCEEDED", "FAILED"


@dataclass(frozen=True)
class OcrJob:
    """One started reading; ``request`` is what the caller sent, without the token."""

    id: str
    request: dict[str, Any]
    token: str
    born: float
    status: str = IN_PROGRESS
    message: str = ""
    pages: int = 0
    announced: bool = False

    @property
    def over(self) -> bool:
        return self.status != IN_PROGRESS


class OcrJobs:
    """All jobs, in memory and in ``folder``: ``{id}.json`` and, once it succeeded, ``{id}.blocks.gz``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        folder.mkdir(parents=True, exist_ok=True)
        self._jobs = {job.id: job for job in self._stored_jobs()}

    def start(self, request: dict[str, Any], token: str) -> tuple[OcrJob, bool]:
        """The job of this request and whether it is new. The same token and request start it once."""
        with self._lock:
            same = next((job for job in self._jobs.values() if token and job.token == token), None)
            if same is not None:
                if same.request != request:
                    raise token_reused()
                return same, False
            if sum(not job.over for job in self._jobs.values()) >= MOST_OPEN:
                raise limit_exceeded()
            job = OcrJob(id=secrets.token_hex(32), request=request, token=token, born=time.time())
            self._put(job)
            return job, True

    def get(self, job_id: str) -> OcrJob:
        """Raises InvalidJobIdException."""
        try:
            return self._jobs[job_id]
        except KeyError:
            raise invalid_job() from None

    def unfinished(self) -> list[OcrJob]:
        """Those that a stop interrupted: not read yet, or read and not announced."""
        return [job for job in self._jobs.values() if not (job.over and job.announced)]

    def succeed(self, job: OcrJob, blocks: list[Block], pages: int) -> OcrJob:
        _write(self._folder / f"{job.id}.blocks.gz", gzip.compress(json.dumps(blocks).encode(), 1))
        return self._update(replace(job, status=SUCCEEDED, pages=pages))

    def fail(self, job: OcrJob, message: str) -> OcrJob:
        return self._update(replace(job, status=FAILED, message=message))

    def announce(self, job: OcrJob) -> None:
        self._update(replace(job, announced=True))

    def blocks(self, job: OcrJob) -> list[Block]:
        blocks: list[Block] = json.loads(gzip.decompress((self._folder / f"{job.id}.blocks.gz").read_bytes()))
        return blocks

    def _update(self, job: OcrJob) -> OcrJob:
        with self._lock:
            self._put(job)
        return job

    def _put(self, job: OcrJob) -> None:
        _write(self._folder / f"{job.id}.json", json.dumps(asdict(job)).encode())
        self._jobs[job.id] = job

    def _stored_jobs(self) -> Iterator[OcrJob]:
        for path in self._folder.glob("*.json"):
            job = OcrJob(**json.loads(path.read_bytes()))
            if time.time() - job.born < KEPT_SECONDS:
                yield job
            else:
                path.unlink()
                path.with_suffix(".blocks.gz").unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    draft = path.with_suffix(".draft")
    draft.write_bytes(content)
    draft.replace(path)
