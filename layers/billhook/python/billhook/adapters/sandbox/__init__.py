"""The one place where strangers' bytes are parsed: a child process that may be killed at any moment.

``sandboxed_files`` (beside this package) and ``warden`` run in the parent. ``child``, ``pdf``, ``text``,
``gate`` and ``pictures`` run in the child: they import little, because every file pays for their start, and
nothing of Billhook but this package. ``frames`` is what both speak.
"""
