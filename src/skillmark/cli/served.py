"""The web process that ``skillmark up`` starts: the site, and an eye on its parent.

A parent that is killed cannot stop its children; without this they would keep the port for ever.
"""

import os
import threading
import time
from typing import Final

from skillmark.platform.wsgi import application

__all__ = ["application"]

LOOK_S: Final = 1.0


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_S)
    os._exit(1)


threading.Thread(target=_leave_with, args=(os.getppid(),), name="parent", daemon=True).start()
