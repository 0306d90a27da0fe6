"""Token of a verification challenge."""

from billhook.domain.challenge import challenged, token_of
from tests.builders import a_destination


def test_token_is_url_safe() -> None:
    assert not set(token_of(bytes(range(224, 256)))) & set("+/=")


def test_challenged_text_depends_on_challenge_and_bus() -> None:
    bus = a_destination(bus_arn="arn:a", challenge=1)
    others = (bus.model_copy(update=change) for change in ({"challenge": 2}, {"bus_arn": "arn:b"}))

    assert challenged(bus) not in {challenged(other) for other in others}
