"""What is harmless and raises the alerts that otherwise nearly always lead to a leak.

Each has an ordinary reason and leaves a ticket that a look shows. Add one: a module, a line here,
the subject of its ticket in ``words.toml``, and the words ``counterpart.<name>`` and
``decides.<name>`` in ``triage``.
"""

from collections.abc import Mapping
from types import MappingProxyType

from kit.labs.triage.counterparts import business_trip, new_office, right_renewed
from kit.leaks.model import Leak

COUNTERPARTS: Mapping[str, Leak] = MappingProxyType(
    {"new_office": new_office, "business_trip": business_trip, "right_renewed": right_renewed}
)
"""Every counterpart by its name."""
