"""A company written whole: its daily summary is that of its log."""

import pytest

from kit.leaks.casework import make_world
from kit.leaks.recipe import WorldRecipe


@pytest.mark.parametrize(("profile", "phase"), [("leasing", None), ("swim_school", "liquidation")])
def test_the_daily_summary_of_the_last_days_is_that_of_the_log(profile, phase):
    recipe = WorldRecipe(profile=profile, seed=5, size=120, staff=20, days=14, phase=phase)
    sheets = {sheet.name: sheet.table for sheet in make_world(recipe).sheets}
    events, daily = sheets["events"].to_pandas(), sheets["activity_daily"].to_pandas()
    days = events["time"].dt.date
    recent = daily[daily["day"] >= days.min()]
    logged = events.groupby(days).size()
    assert logged.tolist() == recent.groupby("day")["events"].sum().tolist()
    assert (daily["day"].max() - daily["day"].min()).days > 360
    assert (sheets["log_gaps"]["kind"].to_pylist()).count("collector") > 0
