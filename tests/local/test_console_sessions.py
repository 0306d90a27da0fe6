"""One-time links and sessions of the local console."""

import stat
import time
from pathlib import Path

import pytest

from billhook.local.console_sessions import LINK_SECONDS, SESSION_SECONDS, ConsoleSessions


@pytest.fixture
def sessions(tmp_path: Path) -> ConsoleSessions:
    return ConsoleSessions(tmp_path / "console")


def later(sessions: ConsoleSessions, seconds: int) -> ConsoleSessions:
    return ConsoleSessions(sessions.folder, lambda: time.time() + seconds)


def test_link_opens_a_session_once(sessions: ConsoleSessions) -> None:
    link = sessions.create_link()

    session = sessions.redeem(link)

    assert session is not None
    assert sessions.is_open(session)
    assert sessions.redeem(link) is None


@pytest.mark.parametrize("token", ["", "unknown", "../../x", "ü"])
def test_unknown_tokens_open_nothing(sessions: ConsoleSessions, token: str) -> None:
    assert sessions.redeem(token) is None
    assert not sessions.is_open(token)


def test_old_link_is_used_up_without_a_session(sessions: ConsoleSessions) -> None:
    link = sessions.create_link()

    assert later(sessions, LINK_SECONDS + 1).redeem(link) is None
    assert sessions.redeem(link) is None


def test_session_ends_with_its_age_or_by_closing(sessions: ConsoleSessions) -> None:
    session = sessions.redeem(sessions.create_link()) or ""

    assert sessions.is_open(session)
    assert not later(sessions, SESSION_SECONDS + 1).is_open(session)
    sessions.close(session)
    sessions.close(session)
    assert not sessions.is_open(session)


def test_files_are_private_and_have_no_token(sessions: ConsoleSessions) -> None:
    link = sessions.create_link()

    (file,) = (sessions.folder / "links").iterdir()

    assert link not in file.name
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.parent.stat().st_mode & 0o077 == 0
