"""The ready-made datasets in ``datasets/``: small, whole, with cards, rebuilt byte for byte."""

from kit.datasets.build import Difference, differences, rebuild
from kit.datasets.sets import SETS, ReadyMade

__all__ = ["SETS", "Difference", "ReadyMade", "differences", "rebuild"]
