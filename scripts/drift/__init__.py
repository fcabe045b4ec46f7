"""How the API differs from the spec: pages, traffic, and the edits that follow."""
