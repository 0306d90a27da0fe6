"""Options shared by commands."""

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="One JSON object per line on stdout.")]
ApiUrl = Annotated[str, typer.Option("--api-url", help="The API to call [BILLHOOK_API_URL].")]
ApiKey = Annotated[str, typer.Option("--api-key", help="The key to call it with [BILLHOOK_API_KEY].")]
Company = Annotated[str, typer.Option("--company", help="The company's id [BILLHOOK_COMPANY_ID].")]
Site = Annotated[str | None, typer.Option("--site", help="The site that the bills belong to.")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help="How many at most, newest first.")]
Timeout = Annotated[float, typer.Option("--timeout", min=0, help="Seconds to wait before giving up (exit code 5).")]
Files = Annotated[list[Path], typer.Argument(help="Bills: PDF, PNG, JPEG, TIFF, GIF, WEBP or XML.", show_default=False)]
