"""The User-Agent of requests to receivers."""

from billhook import __version__

USER_AGENT = f"Billhook/{__version__}"
