"""The tests. Each name is a sentence about behaviour; fakes are passed in, nothing is patched."""
