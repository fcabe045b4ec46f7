# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
"""What every generated client needs and no spec changes: ordinary Python, copied as it is."""
