"""The command `heymarket`: every operation of the SDK, for people and for scripts.

Commands, options and help are made from the resource classes' own signatures and docstrings, so a regenerated client
is a regenerated command. Needs the extra: `pip install "heymarket[cli]"`.
"""
