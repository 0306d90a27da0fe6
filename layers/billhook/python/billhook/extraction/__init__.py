"""Extraction: from a document text to bills. ``pipeline.pipeline.extract`` is the entry point; the stages are packages.

The ranked stages are ``text``, ``machine_readable`` and ``layout``, ``language``, ``annotate``, ``candidates``,
``segment`` and ``resolve``, ``build``, ``validate`` and ``pipeline``. Each takes and gives frozen types and imports
only lower ones. Knowledge of languages, countries and issuers is data (``data``), loaded once per process; there is no
other I/O and no clock.
"""
