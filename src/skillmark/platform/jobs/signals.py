"""How a worker in the same process learns at once that there is work."""

import threading
from typing import Final

work_waiting: Final = threading.Event()
"""Set after the commit that asked for work; a worker elsewhere looks every half second."""
