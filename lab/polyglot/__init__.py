"""What `docs/polyglot.md` says, and the tools that it takes."""
