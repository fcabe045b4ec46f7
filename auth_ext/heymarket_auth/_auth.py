import threading
import time
from abc import abstractmethod
from collections.abc import Callable, Generator
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from inspect import iscoroutine, iscoroutinefunction
from typing import ClassVar, Generic, NamedTuple, NoReturn, Self, TypeVar

from heymarket_auth._credentials import CredentialsError, problem_with, sealed
from heymarket_auth._jwt import sign
from heymarket_runtime.forks import renew_in_children
from heymarket_runtime.http import httpx, is_loopback, mark_of_a_provider
from heymarket_runtime.redaction import CREDENTIALS, Clean, redactor
from heymarket_runtime.trials import Trials

T = TypeVar("T")

_REUSE_SECONDS = 240.0  # Heymarket refuses a token 300 s after `iat`; the rest is for slow requests.
_JUMP_SECONDS = 5.0  # NTP slews the wall clock by far less than this within a token's life.
_AGREE_SECONDS = 2.0  # `Date` has whole seconds only, and took time to arrive.
_BELIEVED_SECONDS = 93_600.0  # Time zones are 26 hours apart at most; a token for another year outlives its secrecy.
_NOT_AWAITED = "the credentials provider is asynchronous, and would never be awaited; give a plain function"
_LATEST = 253_402_300_799.0  # the end of 9999, where dates end


class _Minted(NamedTuple):
    """A token and how long to send it. Immutable and replaced as a whole, so that readers need no lock."""

    bearer: Callable[[], str]
    offset: float  # seconds added to the wall clock for `iat`
    epoch: float  # wall clock minus monotonic clock
    reuse_until: float  # monotonic
    clean: Clean  # takes this token, and what it was made from, out of a text

    @property
    def clock_jumped(self) -> bool:
        return abs(time.time() - time.monotonic() - self.epoch) > _JUMP_SECONDS

    @property
    def reusable(self) -> bool:
        left = self.reuse_until - time.monotonic()  # more than ever was: a test has turned the clocks back
        return 0.0 < left < _REUSE_SECONDS + _JUMP_SECONDS and not self.clock_jumped


class _Bearer(httpx.Auth, Generic[T]):
    """`Authorization: Bearer`, minted from credentials `T`, reused, and renewed once on a 401."""

    requires_request_body = True  # a streamed body could not be sent again after a 401
    _retries_same: ClassVar[bool]

    def _start(self, provider: Callable[[], T]) -> None:
        self._provider = sealed(provider)
        self._minted: _Minted | None = None
        self.trials: Trials = Trials()
        self._unlock()
        renew_in_children(self)

    def _unlock(self) -> None:
        self._lock = threading.Lock()
        self._minting_thread: int | None = None

    def renew_in_child(self) -> None:
        """Sign with a token of its own in a forked child, and keep what is known of the clock."""
        self._unlock()
        if self._minted is not None:
            self._minted = self._minted._replace(reuse_until=float("-inf"))

    @classmethod
    def from_provider(cls, provider: Callable[[], T]) -> Self:
        """Get the credentials from `provider` at every mint, so that they can change without a restart.

        It returns what the constructor takes: `(secret_id, secret_key)`, or the team key. It is called
        synchronously (async clients wait for it too) and by one thread at a time: on first use, then
        at most every 4 minutes and after a 401. What it raises passes through to the caller of the
        client, at once; if what it returns is unusable, the caller gets a `CredentialsError`, and so does
        a provider that calls the client that it serves. It must not wait for another thread that does.

        Raises:
            CredentialsError: The provider is a coroutine function.

        """
        if iscoroutinefunction(provider) or iscoroutinefunction(getattr(provider, "__call__", None)):  # noqa: B004
            raise CredentialsError(_NOT_AWAITED)
        auth = cls.__new__(cls)
        auth._start(provider)  # noqa: SLF001 - its own class
        return auth

    @staticmethod
    @abstractmethod
    def _problem(credentials: object) -> str | None: ...

    @staticmethod
    @abstractmethod
    def _bearer(credentials: T, now: int) -> str: ...

    @staticmethod
    @abstractmethod
    def _secrets(credentials: T) -> tuple[str, ...]: ...

    @staticmethod
    @abstractmethod
    def _hint(offset: float | None) -> str: ...

    def __repr__(self) -> str:
        return f"{type(self).__name__}(***)"

    def __copy__(self) -> Self:
        """Return the same object, as `deepcopy` does: copies share one token and one clock correction."""
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__} cannot be pickled: it holds a secret; make one in each process")

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        _refuse_clear_text(request.url)
        minted = self._current()
        known = request.extensions[CREDENTIALS] = [minted.clean]
        request.headers["Authorization"] = f"Bearer {minted.bearer()}"
        response = yield request
        if response.status_code != HTTPStatus.UNAUTHORIZED:
            self.trials.settled = True
            return
        if response.history and "Authorization" not in response.request.headers:
            # httpx took the token off, so neither this response nor its `Date` is about our signature.
            elsewhere = response.url.netloc.decode()
            response.extensions["auth_hint"] = f"redirected to {elsewhere}, where credentials are not sent"
            return
        offset = _offset(response)
        renewed = self._renew(minted, offset if offset is not None and abs(offset) <= _BELIEVED_SECONDS else None)
        if self._retries_same or renewed.bearer() != minted.bearer():
            known.append(renewed.clean)
            request.headers["Authorization"] = f"Bearer {renewed.bearer()}"
            response = yield request
            self.trials.settled = True
            if response.status_code != HTTPStatus.UNAUTHORIZED:
                return
            self._take_back(renewed, minted.offset)
        response.extensions["auth_hint"] = self._hint(offset)

    def _current(self) -> _Minted:
        minted = self._minted
        if minted is not None and minted.reusable:
            return minted
        self._refuse_reentry()
        with self._lock:
            minted = self._minted
            if minted is not None and minted.reusable:
                return minted
            return self._mint(0.0 if minted is None or minted.clock_jumped else minted.offset)

    def _renew(self, refused: _Minted, offset: float | None) -> _Minted:
        self._refuse_reentry()
        with self._lock:
            minted = self._minted
            if minted is not None and minted is not refused and minted.reusable:
                return minted
            return self._mint(refused.offset if offset is None else offset)

    def _take_back(self, refused: _Minted, offset: float) -> None:
        """Forget a correction that did not help: a wrong `Date` must not spoil the tokens to come."""
        with self._lock:
            if self._minted is refused:
                self._minted = refused._replace(offset=offset, reuse_until=float("-inf"))

    def _refuse_reentry(self) -> None:
        if self._minting_thread == threading.get_ident():
            raise CredentialsError(
                "the credentials provider made a request that needs its own credentials, and would wait for itself; "
                "give it a client with other credentials"
            )

    def _provided(self) -> T:
        self._minting_thread = threading.get_ident()
        try:
            return self._provider()()
        except httpx.RequestError as error:
            mark_of_a_provider(error)
            raise
        finally:
            self._minting_thread = None

    def _mint(self, offset: float) -> _Minted:
        credentials = self._provided()
        if iscoroutine(credentials):
            credentials.close()
            raise CredentialsError(_NOT_AWAITED)
        problem = self._problem(credentials)
        if problem is not None:
            del credentials
            raise CredentialsError(f"the credentials provider returned something unusable: {problem}")
        wall, monotonic = time.time(), time.monotonic()
        bearer = sealed(self._bearer(credentials, int(wall + offset)))
        clean = redactor(*self._secrets(credentials), bearer(), bearer().rpartition(".")[2])
        self._minted = _Minted(bearer, offset, wall - monotonic, monotonic + _REUSE_SECONDS, clean)
        return self._minted


class ApiSecret(_Bearer[tuple[str, str]]):
    """Signs requests with an API Secret, made in the app under Settings > Integrations > API.

    An `httpx.Auth` for sync and async clients, to be shared by threads and tasks. A token is reused
    for at most 4 minutes. On a 401 the clock is corrected by the response's `Date`, and the request
    is signed anew and retried once; if that is refused too, `response.extensions["auth_hint"]` says
    whether the clock was off.

    Args:
        secret_id: The secret's id, a UUID in the app; sent in clear, as the issuer of the token.
        secret_key: The secret's key, shown once in the app; never sent.

    Raises:
        CredentialsError: An argument is empty, not a str, or contains whitespace or an invisible
            character. When a request is sent: its URL is neither https nor loopback.

    """

    _retries_same = True  # within one second a new token equals the old one

    def __init__(self, secret_id: str, secret_key: str) -> None:
        credentials = (secret_id, secret_key)
        del secret_id, secret_key
        problem = self._problem(credentials)
        if problem is not None:
            del credentials
            raise CredentialsError(problem)
        self._start(sealed(credentials))

    @staticmethod
    def _problem(credentials: object) -> str | None:
        match credentials:
            case (object() as secret_id, object() as secret_key):
                return problem_with("secret_id", secret_id) or problem_with("secret_key", secret_key)
            case _:
                return f"expected (secret_id, secret_key), not {type(credentials).__name__}"

    @staticmethod
    def _bearer(credentials: tuple[str, str], now: int) -> str:
        return sign(*credentials, iat=now)

    @staticmethod
    def _secrets(credentials: tuple[str, str]) -> tuple[str, ...]:
        return credentials[1:]  # the id is sent in clear

    @staticmethod
    def _hint(offset: float | None) -> str:
        if offset is None:
            return "the server sent no date; check the API secret id and key, and this machine's clock"
        if abs(offset) <= _AGREE_SECONDS:
            return "this machine's clock agrees with the server's, so the API secret id or key is probably wrong"
        if abs(offset) > _BELIEVED_SECONDS:
            now = time.time()
            return (
                f"the server's clock says {_date(now + offset)}, and this machine's {_date(now)}; that is too far "
                "apart to sign by the server's, so set the wrong one right"
            )
        side = "behind" if offset > 0 else "ahead of"
        return (
            f"this machine's clock is {abs(offset):.0f} s {side} the server's; a token signed with the server's "
            "time was refused too, so the API secret id or key is probably wrong"
        )


class TeamApiKey(_Bearer[str]):
    """Sends a team's legacy API key. The vendor plans to retire these; prefer `ApiSecret`.

    Raises `CredentialsError` as `ApiSecret` does, and for a key that is not ASCII. A 401 is retried
    only if a provider gives a different key.
    """

    _retries_same = False

    def __init__(self, key: str) -> None:
        problem = self._problem(key)
        if problem is not None:
            del key
            raise CredentialsError(problem)
        self._start(sealed(key))

    @staticmethod
    def _problem(credentials: object) -> str | None:
        return problem_with("the team API key", credentials, ascii_only=True)

    @staticmethod
    def _bearer(credentials: str, now: int) -> str:  # noqa: ARG004
        return credentials

    @staticmethod
    def _secrets(credentials: str) -> tuple[str, ...]:
        return (credentials,)

    @staticmethod
    def _hint(offset: float | None) -> str:  # noqa: ARG004
        return "the team API key was refused; it is wrong or was replaced in the app"


def _refuse_clear_text(url: httpx.URL) -> None:
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url.host)):
        raise CredentialsError(
            f"refusing to send credentials to {url.host} over {url.scheme or 'no scheme'}; use https "
            "(plain http is for localhost only)"
        )


def _offset(response: httpx.Response) -> float | None:
    """Seconds from this machine's clock to the server's `Date`; None if there is none to read.

    Small ones count too: `Date` is never later than the server's clock, so a token signed by it is
    never from the future, for which no tolerance is published.
    """
    try:
        date = parsedate_to_datetime(response.headers.get("Date", ""))
    except (ValueError, OverflowError):
        return None
    return date.replace(tzinfo=date.tzinfo or UTC).timestamp() - time.time()


def _date(moment: float) -> str:
    return formatdate(min(max(moment, 0.0), _LATEST), usegmt=True)
