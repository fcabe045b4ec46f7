"""What every generated client needs and no spec changes: ordinary Python, copied as it is."""
