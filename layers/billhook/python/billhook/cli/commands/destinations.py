"""``billhook destinations``: webhooks and buses that receive a company's events, their health and recovery."""

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
app = typer.Typer(no_args_is_help=True)
Events = Annotated[list[str] | None, typer.Option("--event", help="Only this type; may be repeated.")]
Format = Annotated[str | None, typer.Option("--format", help="document, thin, cloudevents or invofox.")]
Filter = Annotated[list[str] | None, typer.Option("--filter", help="FIELD=VALUE that must hold; may be repeated.")]
Rate = Annotated[int | None, typer.Option("--rate", min=0, help="Deliveries per second; 0 removes the limit.")]


app.command("list")(list_of("destination", COLUMNS, "A company's destinations."))


@app.command()
def create(
    url: Annotated[
        str | None, typer.Argument(help="The https URL that receives the events.", show_default=False)
    ] = None,
    bus_arn: Annotated[str | None, typer.Option("--bus-arn", help="The EventBridge bus that receives them.")] = None,
    event: Events = None,
    form: Format = None,
    only: Filter = None,
    rate: Rate = None,
    company: Company = "",
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Create a webhook, whose signing secret is shown once only, or a bus, which is challenged first."""
    if (url is None) == (bus_arn is None):
        raise CliError("No target given.", advice="Give a URL, or --bus-arn ARN.")
    options = _options(event, form, only, rate)
    mine = of_company(company, api_url, api_key)
    if bus_arn:
        made = mine.api.post(mine.place("destination"), {"type": "eventbridge", "busArn": bus_arn, **options})
        Output(as_json).show([made], ("id", "busArn", "status"))
        say(f"A challenge was sent to the bus. Confirm it: billhook destinations verify {made['id']} TOKEN")
        return
    made = create_webhook(mine, str(url), options)
    Output(as_json).show([made], ("id", "url", "secret"))
    say("Keep the secret: it is not shown again. Verify with any Standard Webhooks library.")


@app.command()
def get(destination_id: DestinationId, as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
    """Show a destination and its health."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    Output(as_json).one(api.get(place("destination", destination_id)))


@app.command()
def update(
    destination_id: DestinationId,
    url: Annotated[str | None, typer.Option("--url", help="New URL.")] = None,
    event: Events = None,
    form: Format = None,
    only: Filter = None,
    rate: Rate = None,
    enabled: Annotated[bool | None, typer.Option("--enable/--disable", help="Resume or stop deliveries.")] = None,
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Change the given options; others stay."""
    settings = {"url": url, "enabled": enabled}
    change = {name: value for name, value in settings.items() if value is not None} | _options(event, form, only, rate)
    if not change:
        raise CliError("No change given.", advice="billhook destinations update --help")
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    Output(as_json).show([api.patch(place("destination", destination_id), change)], COLUMNS)


@app.command()
def delete(destination_id: DestinationId, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
    """Delete a destination."""
    ApiClient.of(profile(api_url=api_url, api_key=api_key)).delete(place("destination", destination_id))


@app.command()
def trust(company: Company = "", as_json: Json = False, api_url: ApiUrl = "", api_key: ApiKey = "") -> None:
    """Show the role and source that a bus policy must allow before the bus can be a destination."""
    mine = of_company(company, api_url, api_key)
    Output(as_json).show([mine.api.get(mine.place("trust"))], ("dispatcherRoleArn", "source"))


@app.command()
def verify(
    destination_id: DestinationId,
    token: Annotated[str, typer.Argument(help="The token in the challenge event.", show_default=False)],
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Confirm a bus with the token of its challenge. Events are delivered from then on."""
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
    """Send a new challenge to a bus; earlier tokens become invalid. Exit code 1 when the bus did not accept it."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    sent = api.post(f"{place('destination', destination_id)}/challenge", {})
    _show_delivered(tried(api, sent["id"], timeout=timeout), as_json=as_json)


@app.command("rotate-secret")
def rotate_secret(
    destination_id: DestinationId,
    overlap: Annotated[
        int, typer.Option("--overlap-hours", min=0, max=168, help="Hours in which both secrets sign.")
    ] = 24,
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Create a new signing secret, shown once only. The old one also signs during the overlap."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    rotated = api.post(f"{place('destination', destination_id)}/rotate-secret", {"overlapHours": overlap})
    Output(as_json).show([rotated], ("id", "url", "secret"))


@app.command("test")
def try_out(
    destination_id: DestinationId,
    event: Annotated[str, typer.Option("--event", help="Type of the sample event.")] = "document.created.v2",
    timeout: Timeout = 30,
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Send a sample event and show its delivery. Exit code 1 when the receiver did not accept it."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    sent = api.post(f"{place('destination', destination_id)}/test", {"eventType": event})
    _show_delivered(ended(api, sent["id"], timeout=timeout), as_json=as_json)


@app.command()
def recover(
    destination_id: DestinationId,
    since: Annotated[str, typer.Option("--since", help="A time (ISO 8601), or an age: 90m, 12h, 3d.")],
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait until all deliveries are queued, and show progress.")
    ] = False,
    timeout: Timeout = 3600,
    as_json: Json = False,
    api_url: ApiUrl = "",
    api_key: ApiKey = "",
) -> None:
    """Send undelivered events since a time again. It may take minutes."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    recovery = api.post(f"{place('destination', destination_id)}/recover", {"since": moment(since)})
    if wait:
        later = f"Recovery continues. Check later: billhook destinations recovery {destination_id} {recovery['id']}"
        late = CliError(f"Recovery not finished after {timeout:.0f} s.", Exit.TIMED_OUT, advice=later)
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
    """Show the progress of a recovery: its step and number of queued deliveries."""
    api = ApiClient.of(profile(api_url=api_url, api_key=api_key))
    Output(as_json).show([api.get(_recovery(destination_id, recovery_id))], RECOVERY_COLUMNS)


app.command("deliveries", help="Same as `billhook deliveries list`.")(list_)


def moment(text: str, now: datetime | None = None) -> str:
    """``12h`` as the time twelve hours ago; other texts unchanged, for the API to validate."""
    number, unit = text[:-1], text[-1:]
    if unit not in SPANS or not number.isdecimal():
        return text
    return ((now or SystemClock().now()) - int(number) * SPANS[unit]).isoformat()


def create_webhook(mine: CompanyResource, url: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Create a webhook destination; the response contains its secret."""
    made: dict[str, Any] = mine.api.post(mine.place("destination"), {"type": "webhook", "url": url, **options})
    return made


def _show_delivered(delivery: dict[str, Any], *, as_json: bool) -> None:
    """Print a delivery. Raises Exit (SOME_FAILED) unless it was delivered."""
    Output(as_json).show([delivery], DELIVERY_COLUMNS)
    if delivery["status"] != "DELIVERED":
        raise typer.Exit(Exit.SOME_FAILED)


def _options(event: list[str] | None, form: str | None, only: list[str] | None, rate: int | None) -> dict[str, Any]:
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
    constants: dict[str, Any] = {"true": True, "false": False, "null": None}
    for pair in pairs:
        field, equals, value = pair.partition("=")
        if not equals or not field:
            raise CliError(f"A filter is FIELD=VALUE, not {pair!r}.")
        number = int(value) if value.lstrip("-").isdecimal() else value
        accepted.setdefault(field, []).append(constants.get(value, number))
    return accepted


def _recovery(destination_id: str, recovery_id: str) -> str:
    return f"{place('destination', destination_id)}/recovery/{segment(recovery_id)}"
