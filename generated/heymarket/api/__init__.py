# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
"""Contains methods for accessing the API"""
