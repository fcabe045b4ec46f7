"""How a listing goes from one page to the next: one strategy for each kind that the spec can declare."""

from .by_page import ByPage
from .by_timestamp import ByTimestamp
from .by_token import ByToken
from .strategy import Next, Position, Strategy

__all__ = ["ByPage", "ByTimestamp", "ByToken", "Next", "Position", "Strategy"]
