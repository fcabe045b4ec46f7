"""Where the command begins. Without the extra it says so, rather than fail with a traceback."""

from __future__ import annotations

import sys

_EXTRA = ("cyclopts", "docstring_parser", "keyring", "platformdirs", "rich", "yaml")


def run() -> int:
    try:
        from heymarket_cli.main import main  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        sys.stderr.write(f'heymarket: this needs {error.name}, which is not installed: pip install "heymarket[cli]"\n')
        return 2
    return main()


if __name__ == "__main__":
    sys.exit(run())
