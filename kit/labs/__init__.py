"""Labs: each makes a task from a world and grades an answer; pure functions of their inputs.

A lab is a module that offers what `kit.labs.protocols.Lab` asks: ``Blueprint``, ``make``,
``grade``, ``key`` and ``render``; `kit.exercises.LABS` lists them.
"""
