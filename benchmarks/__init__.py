"""How fast the SDK is, beside its peers: `nox -s bench`."""
