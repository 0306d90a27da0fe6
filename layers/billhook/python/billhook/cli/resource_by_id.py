"""Commands for resources with an id: get, update, delete."""

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from billhook.cli.client import ApiClient, place
from billhook.cli.field_arguments import Fields, fields_body
from billhook.cli.options import ApiKey, ApiUrl, Json
from billhook.cli.output import Output
from billhook.cli.profile import profile

Id = Annotated[str, typer.Argument(help="Its id.", show_default=False)]
Ids = Annotated[list[str], typer.Argument(help="Their ids.", show_default=False)]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Command = Callable[..., None]


def get_of(kind: str, about: str) -> Command:
    """A command that shows complete resources of a kind; ``about`` is its help text."""

    def get(ids: Ids, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
        api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
        for thing_id in ids:
            Output(as_json).one(api.get(place(kind, thing_id)))

    get.__doc__ = about
    return get


def update_of(kind: str, columns: Sequence[str], about: str) -> Command:
    """A command that changes the given fields; others stay."""

    def update(thing_id: Id, fields: Fields, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
        change = fields_body(fields)
        api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
        Output(as_json).show([api.patch(place(kind, thing_id), change)], columns)

    update.__doc__ = about
    return update


def delete_of(kind: str, about: str) -> Command:
    """A command that deletes resources after confirmation."""

    def delete(ids: Ids, yes: Yes = False, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
        api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
        yes or typer.confirm(f"Delete {', '.join(ids)} permanently?", abort=True, err=True)
        for thing_id in ids:
            api.delete(place(kind, thing_id))

    delete.__doc__ = about
    return delete
