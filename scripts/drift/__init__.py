"""How the API differs from the spec.

`page_lines` reads a saved reference page into lines, `page` understands them, `page_drift` compares the page with the
spec. `traffic` reads recordings, `live` asks the real API, `observed` compares either with the spec, and `overlay`
suggests edits.
"""
