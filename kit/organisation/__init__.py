"""The organisation around the customer tables: parties, people, systems, rights and the deal.

Where to look:

- ``profiles/<company>.toml`` says what exists: parties, departments, jobs with their habits,
  systems, views, roles, batch work. `spec` is its form, `profile` and `check` read it.
- `making` makes the organisation of a seed: the tables of `schemas`, held by `model`.
- `deal` is the dated deal file: `phases` gives it its days, `roles` says who answers for which
  data in which phase, and how sure that is.
- `duties` computes who owes what after a leak, from an `incident`; `phase_duties` what the deal
  asks on any day. ``kit law deals`` prints all of it as a page.

>>> from datetime import date
>>> from kit.organisation.phases import phase_days
>>> ended = phase_days("bankruptcy", date(2026, 8, 6), date(2026, 10, 31), seed=7)
>>> [one.phase for one in ended]
['normal', 'signing', 'liquidation', 'deregistered']
"""
