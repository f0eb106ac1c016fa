"""Tests that need a program of Debian: without it they are skipped in one line; under CI they run, and fail saying what is missing."""

import os

import pytest


def needs(name: str, *, present: bool) -> pytest.MarkDecorator:
    """Return the mark of a test that needs a program."""
    return pytest.mark.skipif(not present and not os.environ.get("CI"), reason=f"skipped: {name} is not installed")
