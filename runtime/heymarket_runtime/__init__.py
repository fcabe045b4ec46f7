"""What every generated client needs and no spec changes: sending, retries, listings, decoding, errors."""
