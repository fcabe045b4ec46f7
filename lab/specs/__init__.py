"""Other people's documents: read, generated, checked and called, beside the stock generator."""
