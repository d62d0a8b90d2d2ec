"""A program that appends to a log until it is killed: `python log_writer.py FOLDER ANCHOR TARGET`.

Entry n says ``entry n``, so a reader can tell what must lie at every place. Exit status 3 when
another process writes the log.
"""

import random
import sys
from pathlib import Path

from log_samples import LOG_KEY, sign

from skillmark.logstore import LogStore
from skillmark.logstore.errors import StoreLockedError


def main(folder: Path, anchor: Path, target: int, batch: int) -> int:
    """Append until the log has ``target`` entries; return the exit status."""
    try:
        store = LogStore.open(folder, anchor, key=LOG_KEY)
    except StoreLockedError:
        return 3
    with store:
        size = store.checkpoint.size
        print(size, flush=True)  # noqa: T201 - the test waits for it
        while size < target:
            count = min(random.randint(1, batch), target - size)  # noqa: S311 - any number will do
            store.append([b"entry %d" % at for at in range(size, size + count)], sign=sign)
            size += count
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
