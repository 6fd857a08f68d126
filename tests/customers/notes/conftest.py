import pytest

from kit.customers.engine import Spec
from kit.customers.notes.framing import read_frames
from kit.customers.notes.plan import plan
from kit.customers.profile import load_profile
from tests.customers.notes.small_frames import TEXT


@pytest.fixture(scope="session")
def leasing():
    return load_profile("leasing")


@pytest.fixture(scope="session")
def frames():
    return read_frames(TEXT, "small.toml")


@pytest.fixture(scope="session")
def small_plan(frames, leasing):
    return plan(frames, leasing)


@pytest.fixture(params=["zh", "en"])
def small_spec(request, leasing):
    return Spec(leasing, seed=20260930, locale=request.param)
