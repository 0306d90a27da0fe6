"""The words of Billhook as values: no clock, no ids, no I/O, no logging."""
