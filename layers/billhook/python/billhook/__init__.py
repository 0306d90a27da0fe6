"""Billhook: utility bills go in, checked and evidenced documents come out.

Layers, lowest first; a module imports only lower layers (``tests/house`` proves it)::

    names < settings < domain < extraction | wire < ports < usecases < adapters < runtime < cli | local
"""

__version__ = "0.1.0"
