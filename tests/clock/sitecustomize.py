"""Let Python sleep under Debian's libfaketime 0.9.10, whose absolute sleeps are refused by the kernel (EINVAL).

Python imports this file when it starts if its folder is in PYTHONPATH; without libfaketime it changes nothing.
"""

import os
import select
import time
from typing import Any


def sleep(seconds: Any) -> None:
    """Wait by `select`, which waits for a length of time and not until a moment."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    select.select([], [], [], seconds)


if "libfaketime" in os.environ.get("LD_PRELOAD", ""):
    time.sleep = sleep
