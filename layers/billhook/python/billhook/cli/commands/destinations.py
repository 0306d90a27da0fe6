"""``billhook destinations``: where a company wants its events, how that goes, and what to do when it does not."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from billhook.adapters.clock import SystemClock
from billhook.cli.client import ApiClient, place, segment
from billhook.cli.commands.deliveries import COLUMNS as DELIVERY_COLUMNS
from billhook.cli.commands.deliveries import DestinationId, ended, list_, tried
from billhook.cli.company_resources import CompanyResource, list_of, of_company
from billhook.cli.faults import CliError, Exit
from billhook.cli.options import ApiKey, ApiUrl, Company, Json, Timeout
from billhook.cli.output import Output, say
from billhook.cli.profile import profile
from billhook.cli.waiting import followed

COLUMNS = ("id", "type", "url", "busArn", "eventTypes", "format", "status")
RECOVERY_COLUMNS = ("id", "destinationId", "since", "step", "recovered")
AT_WORK = {"DELIVERIES", "EVENTS"}
SPANS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
app = typer.Typer(help="Where a company wants its events.", no_args_is_help=True)
Events = Annotated[list[str] | None, typer.Option("--event", help="Only this type; may be repeated.")]
Format = Annotated[str | None, typer.Option("--format", help="document, thin or cloudevents.")]
Filter = Annotated[list[str] | None, typer.Option("--filter", help="FIELD=VALUE that must hold; may be repeated.")]
Rate = Annotated[int | None, typer.Option("--rate", min=0, help="At most so many a second; 0 takes the limit away.")]


app.command("list")(list_of("destination", COLUMNS, "A company's destinations."))


@app.command()
def create(
    url: Annotated[str | None, typer.Argument(help="The https URL that gets the events.", show_default=False)] = None,
    bus_arn: Annotated[str | None, typer.Option("--bus-arn", help="The EventBridge bus that gets them.")] = None,
    event: Events = None,
    form: Format = None,
    only: Filter = None,
    rate: Rate = None,
    company: Company = "",
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Have events sent to a URL, whose signing secret is shown this once, or to a bus, which is challenged first."""
    if (url is None) == (bus_arn is None):
        raise CliError("Where to?", advice="Name a URL, or --bus-arn ARN.")
    wishes = _wishes(event, form, only, rate)
    mine = of_company(company, api_url, api_key)
    if bus_arn:
        made = mine.api.post(mine.place("destination"), {"type": "eventbridge", "busArn": bus_arn, **wishes})
        Output(as_json).show([made], ("id", "busArn", "status"))
        say(f"It was sent a challenge. Its token: billhook destinations verify {made['id']} TOKEN")
        return
    made = create_webhook(mine, str(url), wishes)
    Output(as_json).show([made], ("id", "url", "secret"))
    say("Keep the secret: it is not shown again. Verify with any Standard Webhooks library.")


@app.command()
def get(destination_id: DestinationId, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
    """A destination, and how it is doing."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    Output(as_json).one(api.get(place("destination", destination_id)))


@app.command()
def update(
    destination_id: DestinationId,
    url: Annotated[str | None, typer.Option("--url", help="Send events there from now on.")] = None,
    event: Events = None,
    form: Format = None,
    only: Filter = None,
    rate: Rate = None,
    enabled: Annotated[bool | None, typer.Option("--enable/--disable", help="Start again, or stop.")] = None,
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Change what is named and leave the rest."""
    own = {"url": url, "enabled": enabled}
    change = {name: value for name, value in own.items() if value is not None} | _wishes(event, form, only, rate)
    if not change:
        raise CliError("What should change?", advice="billhook destinations update --help")
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    Output(as_json).show([api.patch(place("destination", destination_id), change)], COLUMNS)


@app.command()
def delete(destination_id: DestinationId, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
    """No more events for a destination."""
    ApiClient.of(profile(api_url=api_url, api_key=api_key)).delete(place("destination", destination_id))


@app.command()
def trust(company: Company = "", as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
    """What the policy of a bus has to admit before it can be a destination: our role, with this source."""
    mine = of_company(company, api_url, api_key)
    Output(as_json).show([mine.api.get(mine.place("trust"))], ("dispatcherRoleArn", "source"))


@app.command()
def verify(
    destination_id: DestinationId,
    token: Annotated[str, typer.Argument(help="What the challenge on the bus says.", show_default=False)],
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Give back the token of a bus's challenge: from now on it gets the events."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    Output(as_json).show([api.post(f"{place('destination', destination_id)}/verify", {"token": token})], COLUMNS)


@app.command()
def challenge(
    destination_id: DestinationId,
    timeout: Timeout = 30,
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Challenge a bus anew; tokens of before are void. Exit code 1 when the bus did not take it."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    sent = api.post(f"{place('destination', destination_id)}/challenge", {})
    _show_delivered(tried(api, sent["id"], timeout=timeout), as_json=as_json)


@app.command("rotate-secret")
def rotate_secret(
    destination_id: DestinationId,
    overlap: Annotated[int, typer.Option("--overlap-hours", min=0, max=168, help="Both secrets sign so long.")] = 24,
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """A new signing secret, shown this once; the old one signs beside it for a while."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    rotated = api.post(f"{place('destination', destination_id)}/rotate-secret", {"overlapHours": overlap})
    Output(as_json).show([rotated], ("id", "url", "secret"))


@app.command("test")
def try_out(
    destination_id: DestinationId,
    event: Annotated[str, typer.Option("--event", help="Which event to send a sample of.")] = "document.created.v2",
    timeout: Timeout = 30,
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Send a sample and say what the receiver made of it. Exit code 1 when it did not take it."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    sent = api.post(f"{place('destination', destination_id)}/test", {"eventType": event})
    _show_delivered(ended(api, sent["id"], timeout=timeout), as_json=as_json)


@app.command()
def recover(
    destination_id: DestinationId,
    since: Annotated[str, typer.Option("--since", help="A time (ISO 8601), or how long ago: 90m, 12h, 3d.")],
    wait: Annotated[bool, typer.Option("--wait", help="Wait until all was begun anew, and say how far it is.")] = False,
    timeout: Timeout = 3600,
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Deliver again what did not arrive since then. It may take minutes."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    recovery = api.post(f"{place('destination', destination_id)}/recover", {"since": moment(since)})
    if wait:
        later = f"It goes on. Later: billhook destinations recovery {destination_id} {recovery['id']}"
        late = CliError(f"Still at work after {timeout:.0f} s.", Exit.TIMED_OUT, advice=later)
        path = _recovery(destination_id, recovery["id"])
        for recovery in followed(api, path, lambda now: now["step"] not in AT_WORK, timeout=timeout, late=late):
            say(f"{recovery['step']} {recovery['recovered']}")
    Output(as_json).show([recovery], RECOVERY_COLUMNS)


@app.command("recovery")
def get_recovery(
    destination_id: DestinationId,
    recovery_id: Annotated[str, typer.Argument(help="The recovery's id.", show_default=False)],
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """How far a recovery is: its step, and how many deliveries it began so far."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    Output(as_json).show([api.get(_recovery(destination_id, recovery_id))], RECOVERY_COLUMNS)


app.command("deliveries", help="What was sent to a destination: `billhook deliveries list`.")(list_)


def moment(text: str, now: datetime | None = None) -> str:
    """``12h`` as the time twelve hours ago; anything else as it is, for the API to judge."""
    number, unit = text[:-1], text[-1:]
    if unit not in SPANS or not number.isdecimal():
        return text
    return ((now or SystemClock().now()) - int(number) * SPANS[unit]).isoformat()


def create_webhook(mine: CompanyResource, url: str, wishes: Mapping[str, Any]) -> dict[str, Any]:
    """POST a webhook destination; the answer holds its secret."""
    made: dict[str, Any] = mine.api.post(mine.place("destination"), {"type": "webhook", "url": url, **wishes})
    return made


def _show_delivered(delivery: dict[str, Any], *, as_json: bool) -> None:
    """A delivery; the exit code says whether it arrived."""
    Output(as_json).show([delivery], DELIVERY_COLUMNS)
    if delivery["status"] != "DELIVERED":
        raise typer.Exit(Exit.SOME_FAILED)


def _wishes(event: list[str] | None, form: str | None, only: list[str] | None, rate: int | None) -> dict[str, Any]:
    """The options given: event types, in which form, how fast."""
    options: dict[str, Any] = {}
    if event:
        options["eventTypes"] = event
    if form:
        options["format"] = form
    if only:
        options["filter"] = _filter(only)
    if rate is not None:
        options["ratePerSecond"] = rate or None
    return options


def _filter(pairs: list[str]) -> dict[str, list[Any]]:
    accepted: dict[str, list[Any]] = {}
    known: dict[str, Any] = {"true": True, "false": False, "null": None}
    for pair in pairs:
        field, equals, value = pair.partition("=")
        if not equals or not field:
            raise CliError(f"A filter is FIELD=VALUE, not {pair!r}.")
        number = int(value) if value.lstrip("-").isdecimal() else value
        accepted.setdefault(field, []).append(known.get(value, number))
    return accepted


def _recovery(destination_id: str, recovery_id: str) -> str:
    return f"{place('destination', destination_id)}/recovery/{segment(recovery_id)}"
