"""Identifiers that belong to nobody, one module per kind."""
