"""Training and simulation kit for customer information in company transfers."""

__version__ = "0.1.0"
