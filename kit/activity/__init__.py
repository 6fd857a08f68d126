"""The logs of a company's ordinary work, and the questions that can be put to them."""
