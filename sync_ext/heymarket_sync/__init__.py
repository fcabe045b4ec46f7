"""Heymarket for many machines: a limit that they share."""

from .redis_store import RedisStore

__all__ = ["RedisStore"]
