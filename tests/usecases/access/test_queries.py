"""Query the key rows of an account."""

from datetime import timedelta

from billhook.domain.ids import AccountId, KeyId
from billhook.usecases.access.queries import ListKeys
from tests.builders import ACCOUNT, a_key, an_id
from tests.fakes import NOW, World
from tests.usecases.stored_documents import api


def test_list_keys_includes_revoked_ones_newest_first(world: World) -> None:
    old = a_key(id=KeyId(an_id()), created=NOW - timedelta(days=1), revoked=NOW)
    new = a_key(id=KeyId(an_id()))
    for key in (old, new, a_key(id=KeyId(an_id()), account_id=AccountId(an_id()))):
        world.accounts.add_key(key)

    assert api(world).get(ListKeys)(ACCOUNT) == (new, old)


def test_list_keys_of_an_unknown_account_is_empty(world: World) -> None:
    world.accounts.add_key(a_key())

    assert api(world).get(ListKeys)(AccountId(an_id())) == ()
    assert api(world).get(ListKeys)(AccountId("no id")) == ()
