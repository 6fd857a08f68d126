"""Free-text notes of staff about customers, with every piece of information in them marked.

`compose.compose` writes the column ``notes.text`` and its spans from frame files: sentences with
slots, one file per company and language. ``frames/README.md`` tells how to write them.
"""
