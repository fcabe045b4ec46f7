"""Makes the site of the pages in this repository, of the docstrings and of the command's help."""
