# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
VERSION = "0.1.0"
SPEC_VERSION = "1.1.0"
