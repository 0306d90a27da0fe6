"""What the use cases need from the world, as protocols; adapters and test fakes implement them.

A store never answers a thing that is not the caller's: use cases pass the scope.
"""
