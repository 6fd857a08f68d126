"""Simple strategies and usual mistakes: what an exercise must tell apart from skill.

A strategy answers a whole task from what anybody can see of it. A mistake is a misconception: it
answers only the items where it matters, so a trainee who holds it and knows everything else loses
exactly those. Both are visible listings of their lab.
"""

from collections.abc import Callable, Mapping
from typing import Any

from kit.labs.protocols import Task
from kit.labs.variants import Dice

Answer = dict[str, Any]
Strategy = Callable[[Any, Dice], Answer]
"""Returns a whole answer to a task, from its public side alone."""
Mistake = Callable[[Any], Mapping[str, Any]]
"""Returns the wrong answers of somebody with a misconception, by item; right ones are left out."""


def mixed(task: Task, right: Answer, wrong: Mapping[str, Any]) -> Answer:
    """Return a right answer with some items replaced.

    Args:
        task: The task.
        right: A whole answer.
        wrong: Other answers by item.
    """
    return right | {task.items: {**right[task.items], **wrong}}


def skilled(task: Task, right: Answer, guess: Answer, percent: int, dice: Dice) -> Answer:
    """Return the answer of somebody who knows each item with a chance, and else guesses.

    Args:
        task: The task.
        right: The key.
        guess: A guessed answer.
        percent: Chance of knowing an item, 0 to 100.
        dice: Decides about each item.
    """
    guessed = {
        item: value for item, value in guess[task.items].items() if dice.below(100) >= percent
    }
    return mixed(task, right, guessed)
