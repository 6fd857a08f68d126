"""What every task shows of its exercise, whichever lab made it."""

from typing import TYPE_CHECKING, Any

from kit.labs.spec import Spec

if TYPE_CHECKING:
    from kit.world import World


def head(spec: Spec[Any], world: "World") -> dict[str, Any]:
    """Return titles, situation, company, level, time, deal, rules and how many hints there are.

    The hints themselves stay out: each costs points, so they are given one by one.

    Args:
        spec: The exercise.
        world: The company.
    """
    titles = world.profile.titles
    return {
        "titles": spec.titles.both(),
        "intro": spec.intro.both(),
        "objectives": [objective.both() for objective in spec.objectives],
        "profile": world.profile.id,
        "profile_titles": {"zh": titles.zh, "en": titles.en},
        "deal_form": world.spec.deal or world.profile.deal,
        "difficulty": spec.difficulty,
        "minutes": spec.minutes,
        "guided": spec.guided,
        "law": list(spec.law),
        "hints": {"count": len(spec.hints), "cost": spec.hint_cost},
    }
