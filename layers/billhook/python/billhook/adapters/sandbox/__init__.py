"""Sandbox for untrusted files: a child process that parses them and can be killed at any time.

``worker`` runs in the parent and supervises the child. ``child``, ``pdf``, ``text``, ``text_layer_quality`` and
``pictures`` run in the child; they import little, because every file pays for the start, and nothing of Billhook
outside this package. Both sides use ``frames``.
"""
