"""Sets the clock of a process back by as many seconds as ``DRILL_CLOCK_BACK`` says.

Found by Python at its start, only where this folder is on its path: in the first half of the drill.
"""

import os

if _back := os.environ.get("DRILL_CLOCK_BACK"):
    import time

    import time_machine

    time_machine.travel(time.time() - float(_back), tick=True).start()
