"""Whether the authorizer accepts an API key or token in a header."""

from billhook.usecases.access.create_key import CreateKey
from functions.authorize.handler import handler
from tests.builders import ACCOUNT, an_account
from tests.functions.calling import Caller, an_event


def accepted(caller: Caller, header: str, text: str = "{key}") -> str:
    """``accepted`` or ``refused`` for a new key in the header."""
    world = caller.world
    if world.accounts.get(ACCOUNT) is None:
        world.accounts.add(an_account())
    create = CreateKey(world.accounts, world.companies, world.hmacs, world.clock, world.ids)
    event = an_event("authorize/api_key")
    event["headers"] = {header: text.format(key=create(ACCOUNT)[1])}
    return "accepted" if handler(event, None)["principalId"] == ACCOUNT else "refused"
