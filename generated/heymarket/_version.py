# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
VERSION = "0.2.0"
SPEC_VERSION = "1.7.0"
