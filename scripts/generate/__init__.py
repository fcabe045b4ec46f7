"""Writes the package from the spec.

`spec` reads it, `supported` refuses what cannot be generated, `lower` rewrites it for openapi-python-client, `view` is
what the templates see, `package` writes the files, `bundle` the JSON form; `upstream` watches the stock templates.
"""
