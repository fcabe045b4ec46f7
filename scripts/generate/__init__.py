"""What a generation is made of: the spec, what of it is supported, and how the templates see it."""
