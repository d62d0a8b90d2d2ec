"""What every suite shares: hypothesis profiles and the table of published vectors."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["vector_table"]

# The same examples every time, so that a red build is red for everybody; `make fuzz` looks further.
settings.register_profile(
    "ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "fuzz", max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
