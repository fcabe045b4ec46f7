"""The operations of the SDK as tools of an agent, over the Model Context Protocol.

Tools are made from the resource classes' own signatures, and their input schemas from the spec, so a regenerated client
is a regenerated set of tools. Needs the extra: `pip install "heymarket[mcp]"`.
"""
