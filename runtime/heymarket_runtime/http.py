"""The only import of httpx in the package, so that a change to a drop-in fork is one line."""

import httpx

__all__ = ["httpx"]
