"""Who we say we are to receivers."""

from billhook import __version__

USER_AGENT = f"Billhook/{__version__}"
