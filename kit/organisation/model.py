"""A company's people, systems and rights at one moment of its transfer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pyarrow as pa

from kit.organisation.deal import DealFile
from kit.organisation.schemas import SCHEMAS
from kit.organisation.spec import OrganisationProfile


@dataclass(frozen=True)
class Organisation:
    """An organisation.

    Attributes:
        profile: What it was made from.
        seed: The seed of the company.
        size: Number of own staff at work, before a closing or a liquidation thins them.
        locale: Language of names.
        deal: The dated deal file.
        tables: The tables of `kit.organisation.schemas.SCHEMAS`, all of them.
    """

    profile: OrganisationProfile
    seed: int
    size: int
    locale: str
    deal: DealFile
    tables: Mapping[str, pa.Table]

    @cached_property
    def places(self) -> Mapping[str, Mapping[str, int]]:
        """Return the row number of every id, by table; the first column is the id."""
        names = [name for name in SCHEMAS if name not in ("staff_history", "custody")]
        return {
            name: {key: row for row, key in enumerate(self.tables[name].column(0).to_pylist())}
            for name in names
        }

    def row(self, table: str, key: str) -> dict[str, Any]:
        """Return one row by its id.

        Raises:
            KeyError: If there is none.
        """
        found: dict[str, Any] = self.tables[table].slice(self.places[table][key], 1).to_pylist()[0]
        return found

    def with_tables(self, tables: Mapping[str, pa.Table]) -> "Organisation":
        """Return the organisation with some tables replaced."""
        return replace(self, tables={**self.tables, **tables})
