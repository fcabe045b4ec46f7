"""A limit shared by many machines, counted in a Redis or Valkey server by its own clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from heymarket_runtime.shared_limit import HELD, PATIENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

_TIMEOUT = 1.0
_MICROSECONDS = 1_000_000

# Each script is one step for the server. `taken` orders tickets by when they count, `waiting` by their number in the
# queue, and `seen` by when they asked; `about` holds the last number, and the pause. Times are microseconds.
_START = """
local taken, waiting, seen, about = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local function forget(ticket)
    redis.call('ZREM', waiting, ticket)
    redis.call('ZREM', seen, ticket)
end
local function keep(microseconds)
    for _, key in ipairs(KEYS) do
        local left = redis.call('PTTL', key)
        if left ~= -2 and left < microseconds / 1000 then
            redis.call('PEXPIRE', key, math.ceil(microseconds / 1000))
        end
    end
end
"""

_ASK = """
local ticket, requests = ARGV[1], tonumber(ARGV[2])
local window, held, patience = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
redis.call('ZREMRANGEBYSCORE', taken, '-inf', now - window)
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', seen, '-inf', now - patience)) do
    forget(gone)
end
-- From before the server's clock was set back.
for _, later in ipairs(redis.call('ZRANGEBYSCORE', taken, now + held + 1, '+inf')) do
    redis.call('ZADD', taken, now, later)
end
if not redis.call('ZSCORE', waiting, ticket) then
    redis.call('ZADD', waiting, redis.call('HINCRBY', about, 'number', 1), ticket)
end
redis.call('ZADD', seen, now, ticket)
keep(2 * (window + held))
local started = tonumber(redis.call('HGET', about, 'started') or 0)
local ended = tonumber(redis.call('HGET', about, 'ended') or 0)
if started <= now and now < ended then
    return ended - now
end
local leaving = redis.call('ZCARD', taken) + redis.call('ZRANK', waiting, ticket) - requests
if leaving < 0 then
    forget(ticket)
    redis.call('ZADD', taken, now + held, ticket)
    keep(2 * (window + held))
    return 0
end
local oldest = redis.call('ZRANGE', taken, leaving % requests, leaving % requests, 'WITHSCORES')[2]
-- One that has its place and is not yet written may be so at any moment from now on.
oldest = math.min(tonumber(oldest or now), now)
return oldest + window * (1 + math.floor(leaving / requests)) - now
"""

_SETTLE = """
local ticket = ARGV[1]
forget(ticket)
redis.call('ZREM', taken, ticket)
for index = 2, #ARGV do
    redis.call('ZADD', taken, now - tonumber(ARGV[index]), ticket .. '/' .. index)
end
keep(86400000000)
return 0
"""

_PAUSE = """
local ended = now + tonumber(ARGV[1])
if tonumber(redis.call('HGET', about, 'ended') or 0) < ended then
    redis.call('HSET', about, 'started', now, 'ended', ended)
end
keep(ended - now)
return 0
"""


class RedisStore:
    """Counts the requests of all processes that name the same server and `name`; see `heymarket.SharedRateLimit`.

    Give a URL such as `redis://localhost:6379/0`, or a `redis.Redis` of your own, with its own timeouts. The server
    needs no setting up; its keys are gone when nobody has asked for a while.
    """

    def __init__(self, server: str | redis.Redis, name: str = "heymarket") -> None:
        if isinstance(server, str):
            server = redis.Redis.from_url(
                server, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT, retry=Retry(NoBackoff(), 1)
            )
        self.name = name
        # In braces, so that a cluster keeps them together.
        self._keys = [f"{{{name}}}:{each}" for each in ("taken", "waiting", "seen", "about")]
        self._ask, self._settle, self._pause = map(
            server.register_script, (_START + _ASK, _START + _SETTLE, _START + _PAUSE)
        )

    def ask(self, ticket: str, requests: int, seconds: float) -> float:
        times = [round(each * _MICROSECONDS) for each in (seconds, HELD, PATIENCE)]
        return float(self._ask(self._keys, [ticket, requests, *times])) / _MICROSECONDS

    def settle(self, ticket: str, ages: Sequence[float]) -> None:
        self._settle(self._keys, [ticket, *(round(age * _MICROSECONDS) for age in ages)])

    def pause(self, seconds: float) -> None:
        self._pause(self._keys, [round(seconds * _MICROSECONDS)])

    def __repr__(self) -> str:
        return f"RedisStore(name={self.name!r})"
