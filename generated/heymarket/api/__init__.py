# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
"""Contains methods for accessing the API"""
