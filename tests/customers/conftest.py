import pytest

from kit.customers.engine import Spec
from kit.customers.profile import SHIPPED, load_profile


@pytest.fixture(params=SHIPPED)
def spec(request):
    return Spec(load_profile(request.param), seed=20260930)
