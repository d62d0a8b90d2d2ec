"""What the signer's process gives up before it opens a key: core dumps, debuggers, the network.

Linux only; where a step is not to be had the operator is told, and the unit file of the how-to
does the same from outside.
"""

import ctypes
import errno
import os
import platform
import resource
import struct
from typing import Final

_PR_SET_DUMPABLE: Final = 4
_PR_GET_DUMPABLE: Final = 3
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | errno.EAFNOSUPPORT
_KILL: Final = 0x80000000
_LOAD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
_EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_RETURN: Final = 0x06  # BPF_RET | BPF_K
_AUDIT: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # arch, socket(2)
_AF_UNIX: Final = 1
_ARGUMENT: Final = 16  # of seccomp_data: the low half of the first argument
_ARCHITECTURE: Final = 4


def no_dumps() -> bool:
    """Give up core dumps and being read by other processes of the account; says whether it did."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)


def is_dumpable() -> bool:
    """Say whether this process may be dumped and read."""
    return bool(ctypes.CDLL(None).prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0))


def no_network() -> bool:
    """Give up every socket but those of this machine's files, for good; says whether it did.

    What is open already stays open. Threads that run already keep their right.
    """
    known = _AUDIT.get(platform.machine())
    if known is None or os.name != "posix":
        return False
    architecture, number = known
    program = b"".join(
        (
            _step(_LOAD, 0, 0, _ARCHITECTURE),
            _step(_EQUAL, 1, 0, architecture),
            _step(_RETURN, 0, 0, _KILL),
            _step(_LOAD, 0, 0, 0),
            _step(_EQUAL, 0, 3, number),
            _step(_LOAD, 0, 0, _ARGUMENT),
            _step(_EQUAL, 1, 0, _AF_UNIX),
            _step(_RETURN, 0, 0, _REFUSE),
            _step(_RETURN, 0, 0, _ALLOW),
        )
    )
    return _install(program)


def _step(code: int, when_true: int, when_false: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, when_true, when_false, value)


def _install(program: bytes) -> bool:
    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_void_p)]

    steps = ctypes.create_string_buffer(program, len(program))
    whole = Program(len(program) // 8, ctypes.addressof(steps))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    made = libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(whole), 0, 0)
    return bool(made == 0)
