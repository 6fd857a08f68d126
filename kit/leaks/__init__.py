"""Leaks: what goes wrong with customer information, as altered evidence and its truth."""
