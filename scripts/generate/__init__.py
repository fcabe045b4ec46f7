"""Writes the package from the spec.

`document` reads a file (`events`, `json_events`, `tree`), `files` those it refers to, `v3_0` what is old. `violations`
and `soundness` find what is not OpenAPI, `gate` what cannot be honoured. `normal` names every object; `shapes`,
`models` and `calls` say what Python makes of it; `view` answers the templates; `package` writes the files, `bundle`
the JSON form. `upstream` watches the stock templates.
"""
