"""The leaks that can be staged, and the innocent things that look like one: a visible listing."""

from collections.abc import Mapping

from kit.activity.company import Company
from kit.errors import BadInput
from kit.leaks.model import Leak
from kit.seeding import below, stream

LEAKS: Mapping[str, Leak] = {}
"""Every leak by its name. Add one: a module, a line here, words in ``leaks``, a test file."""

LOOK_ALIKES: Mapping[str, Leak] = {}
"""What looks like a leak and is none, by name; each leaves a paper trail and never a truth."""


def leak(name: str) -> Leak:
    """Return a leak or look-alike by its name.

    Raises:
        BadInput: If there is none.
    """
    known = {**LEAKS, **LOOK_ALIKES}
    if name not in known:
        raise BadInput("leaks.unknown", name=name, known=", ".join(known))
    return known[name]


def fitting(company: Company) -> dict[str, str | None]:
    """Return for every leak None, or the message code of why it makes no sense in a company."""
    return {name: one.fits(company) for name, one in LEAKS.items()}


def draw(company: Company, seed: int, count: int) -> list[str]:
    """Return names of leaks as they happen in life: mostly accidents, some more than once.

    Args:
        company: Whose; only leaks that make sense there are drawn.
        seed: The seed of the draw.
        count: How many.
    """
    names = [name for name, unfit in fitting(company).items() if unfit is None]
    if not names or count < 1:
        raise BadInput("leaks.nothing_to_draw", count=count, leaks=len(names))
    tickets = [name for name in names for _ in range(LEAKS[name].WEIGHT)]
    picked = below(stream(seed, "leaks", "draw").draws(0, count), len(tickets))
    return [tickets[place] for place in picked]
