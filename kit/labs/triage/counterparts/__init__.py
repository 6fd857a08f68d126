"""What is harmless and raises the alerts that otherwise nearly always lead to a leak.

Each has an ordinary reason and leaves a ticket that a look shows. Add one: a module, a line here,
the subject of its ticket in ``words.toml``, and the words ``counterpart.<name>`` and
``decides.<name>`` in ``triage``.
"""

from collections.abc import Mapping
from types import MappingProxyType

from kit.activity.company import Company
from kit.labs.triage.counterparts import (
    agreed_mailing,
    auditor_drive,
    board_folder,
    business_trip,
    called_back,
    new_office,
    right_renewed,
    stock_night,
)
from kit.labs.variants import Dice
from kit.leaks.model import Leak
from kit.organisation.spec import Phase

COUNTERPARTS: Mapping[str, Leak] = MappingProxyType(
    {
        "new_office": new_office,
        "business_trip": business_trip,
        "right_renewed": right_renewed,
        "board_folder": board_folder,
        "agreed_mailing": agreed_mailing,
        "stock_night": stock_night,
        "auditor_drive": auditor_drive,
        "called_back": called_back,
    }
)
"""Every counterpart by its name."""
_FEWEST, _MORE = 2, 2


def drawn(company: Company, phase: Phase, dice: Dice) -> Mapping[str, Leak]:
    """Return two or three counterparts that can happen in a company and phase, by name."""
    able = [
        name
        for name, one in COUNTERPARTS.items()
        if phase in one.PHASES and one.fits(company) is None
    ]
    count = _FEWEST + dice.below(_MORE)
    return {name: COUNTERPARTS[name] for name in dice.sample(able, min(count, len(able)))}
