"""Labs: each makes a task from a world and grades an answer; pure functions of their inputs.

A lab is a module with ``Blueprint`` (what its exercise file may fix),
``make(world, spec, variant)``, ``grade(task, answer)``, ``key(task)`` and
``render(score, locale)``; `kit.exercises.LABS` lists them.
"""
