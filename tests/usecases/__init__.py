"""Tests of use cases on fakes of all ports."""
