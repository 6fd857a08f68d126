"""A second investigator, apart from the first: who is exposed, from the sealed folder alone.

`tests.leaks.test_provable` runs the first with many seeds; here each leak is traced once in every
profile. Run it with other seeds by changing ``SEEDS``.
"""

import pytest

from tests.leaks.investigators import read
from tests.leaks.stories import sealed, staged
from tests.leaks.tracing import trace

ALWAYS = [("leasing", None), ("sanitary_ware", None), ("swim_school", None)]
LATE = [
    ("leasing", "post_closing"),
    ("sanitary_ware", "deregistered"),
    ("swim_school", "deregistered"),
]
SETTINGS = {
    "over_shared_link": ALWAYS,
    "data_room_raw_list": ALWAYS,
    "former_vendor_api_key": ALWAYS,
    "low_and_slow_insider": ALWAYS,
    "courier_media": ALWAYS,
    "lost_laptop": ALWAYS,
    "phished_export": ALWAYS,
    "rented_accounts": ALWAYS,
    "bulk_mail_open_recipients": ALWAYS,
    "production_copy_in_test": ALWAYS,
    "exposed_bucket": ALWAYS,
    "old_disks_unwiped": ALWAYS,
    "paper_in_bin": ALWAYS,
    "lapsed_domain": LATE,
    "receiver_new_purpose": LATE,
}
SEEDS = 3
CASES = [
    (name, seed, *settings[seed % 3])
    for name, settings in SETTINGS.items()
    for seed in sorted(range(SEEDS), key=lambda seed: seed % 3)
]


@pytest.mark.parametrize(("name", "seed", "profile", "phase"), CASES)
def test_exposed_people_lie_between_the_provable_and_the_possible(
    tmp_path, name, seed, profile, phase
):
    case = staged(name, seed, phase, profile, scale=(0.1, 0.3, 0.9)[seed % 3], stealth=seed / SEEDS)
    folder = sealed(tmp_path / "case", name, case)
    exposed = set(case.truth.customers["customer_id"].to_pylist())
    provable, possible = trace(read(folder))
    assert provable
    assert provable <= exposed <= possible
