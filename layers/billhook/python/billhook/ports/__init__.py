"""Protocols of everything that use cases need from outside; adapters and test fakes implement them.

A store never returns another account's data: use cases pass the scope.
"""
