"""The packed bit array: bombs, cut ends and short lists refused, and the round trip."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core.encoding import multibase
from skillmark.core.status import Bitstring, StatusListError, bitstring

BASE = multibase.Base.BASE64URL
ZEROS = bytes(bitstring.MIN_ENTRIES // 8)


def _refused(act: Callable[[], object]) -> str:
    with pytest.raises(StatusListError) as refused:
        act()
    return refused.value.code


def _encoded(packed: bytes) -> str:
    return multibase.encode(packed, base=BASE)


INDEXES = st.integers(0, bitstring.MIN_ENTRIES - 1)


@given(st.dictionaries(INDEXES, st.booleans(), max_size=40))
def test_bits_come_back(bits: dict[int, bool]) -> None:
    packed = Bitstring.zeros().with_bits(bits).encode()
    read = Bitstring.decode(packed)
    assert {index: read.get(index) for index in bits} == bits
    assert sum(read.data) == sum(0x80 >> index % 8 for index, bit in bits.items() if bit)
    assert read.encode() == packed


def test_entry_zero_is_the_highest_bit_of_the_first_byte() -> None:
    bits = Bitstring.zeros().with_bits({0: True, 15: True, bitstring.MIN_ENTRIES - 1: True})
    assert bits.data[:2] == b"\x80\x01"
    assert bits.data[-1] == 1
    assert bits.with_bits({0: False}).data[0] == 0
    assert bits.data[0] == 0x80


def test_the_bytes_carry_no_time_and_no_system() -> None:
    packed = multibase.decode(Bitstring.zeros().encode(), base=BASE)
    assert packed[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    assert gzip.decompress(packed) == ZEROS
    assert Bitstring.zeros().encode() == Bitstring.zeros().encode()


def test_the_example_of_the_recommendation_is_read() -> None:
    encoded = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
    bits = Bitstring.decode(encoded)
    assert bits.data == ZEROS
    assert len(bits) == 131_072


@pytest.mark.parametrize(("size", "values"), [(1, 8), (2, 4), (3, 8), (5, 8), (8, 2)])
def test_an_entry_may_have_more_bits(size: int, values: int) -> None:
    number = int.from_bytes(bytes(range(97, 97 + 16)))
    bits = Bitstring(number.to_bytes(16))
    spelled = f"{number:0128b}"
    for index in range(values):
        assert bits.value(index, size) == int(spelled[index * size : (index + 1) * size], 2)


@pytest.mark.parametrize("index", [-1, 131_072, 10**15])
def test_an_index_outside_is_refused(index: int) -> None:
    bits = Bitstring.zeros()
    assert _refused(lambda: bits.get(index)) == "status.index_out_of_range"
    assert _refused(lambda: bits.with_bits({index: True})) == "status.index_out_of_range"


def test_wider_entries_make_a_shorter_list() -> None:
    bits = Bitstring.zeros()
    assert bits.value(65_535, 2) == 0
    assert _refused(lambda: bits.value(65_536, 2)) == "status.index_out_of_range"


@pytest.mark.parametrize(
    ("length", "code"),
    [
        (131_064, "status.list_too_short"),
        (0, "status.list_too_short"),
        (131_073, "status.list_too_short"),
        (8 * bitstring.MAX_BYTES + 8, "status.list_too_large"),
    ],
)
def test_a_list_has_a_length_that_hides_people(length: int, code: str) -> None:
    assert _refused(lambda: Bitstring.zeros(length)) == code


DEFECTS = {
    "nothing": ("", "status.list_encoding"),
    "no multibase letter": (Bitstring.zeros().encode()[1:], "status.list_encoding"),
    "base58": (multibase.encode(gzip.compress(ZEROS, mtime=0)), "status.list_encoding"),
    "padding": (Bitstring.zeros().encode() + "=", "status.list_encoding"),
    "white space": (Bitstring.zeros().encode() + "\n", "status.list_encoding"),
    "no GZIP": (_encoded(ZEROS), "status.list_encoding"),
    "zlib": (_encoded(zlib.compress(ZEROS)), "status.list_encoding"),
    "cut off": (_encoded(gzip.compress(ZEROS)[:-5]), "status.list_encoding"),
    "a wrong checksum": (
        _encoded(gzip.compress(ZEROS)[:-8] + b"\1\2\3\4" + gzip.compress(ZEROS)[-4:]),
        "status.list_encoding",
    ),
    "bytes behind": (_encoded(gzip.compress(ZEROS) + b"\0"), "status.list_encoding"),
    "a second member": (
        _encoded(gzip.compress(ZEROS) + gzip.compress(ZEROS)),
        "status.list_encoding",
    ),
    "too short": (_encoded(gzip.compress(ZEROS[:-1])), "status.list_too_short"),
    "empty": (_encoded(gzip.compress(b"")), "status.list_too_short"),
    "one byte too large": (
        _encoded(gzip.compress(bytes(bitstring.MAX_BYTES + 1))),
        "status.list_too_large",
    ),
    "too long to look at": (
        "u" + "A" * bitstring.MAX_CHARACTERS,
        "status.list_too_large",
    ),
}


@pytest.mark.parametrize(("encoded", "code"), DEFECTS.values(), ids=DEFECTS.keys())
def test_each_defect_has_its_code(encoded: str, code: str) -> None:
    assert _refused(lambda: Bitstring.decode(encoded)) == code


def test_the_largest_list_is_read() -> None:
    packed = _encoded(gzip.compress(bytes(bitstring.MAX_BYTES)))
    assert len(Bitstring.decode(packed)) == 8 * bitstring.MAX_BYTES


def test_a_shorter_list_is_the_callers_decision() -> None:
    packed = _encoded(gzip.compress(bytes(12_500)))
    assert _refused(lambda: Bitstring.decode(packed)) == "status.list_too_short"
    assert len(Bitstring.decode(packed, min_entries=100_000)) == 100_000


def _bomb(size: int) -> str:
    """Return a list of ``size`` zero bytes: one packed piece again and again."""
    packer = zlib.compressobj(9, wbits=-15)
    piece = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return _encoded(gzip.compress(b"")[:10] + piece * (size >> 20))


def test_a_bomb_is_refused_without_unpacking_it() -> None:
    bomb = _bomb(1 << 30)
    tracemalloc.start()
    assert _refused(lambda: Bitstring.decode(bomb)) == "status.list_too_large"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * bitstring.MAX_BYTES + 4 * len(bomb)
