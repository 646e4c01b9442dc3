"""Prints what CPython 3.11 pickles of the values in `samples.rs`: name, protocol, length, SHA-1, and the bytes if short."""

import hashlib
import pickle
import uuid
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo


def text(*parts):
    """Makes a text that is no other object."""
    return "".join(parts)


def long(n):
    return text("x" * n)


utc = timezone.utc
east = timezone(timedelta(hours=5, minutes=30))
west = timezone(-timedelta(hours=3, seconds=7))

samples = {
    "none": None,
    "bools": [True, False],
    "ints": [0, 255, 256, 65535, 65536, -1, -129, 2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**63 - 1, 2**63, -(2**63)],
    "long_ints": [2**64 - 1, 2**127 - 1, -(2**127), 2**127, 2**128 - 1, 2**128, -(2**128), -(2**127) - 1, -(2**135)],
    "very_long": [10**700, -(10**700), 10**4299],
    "floats": [0.0, -0.0, 0.1, 1e300, 5e-324, float("inf"), -float("inf")],
    "texts": ["", "a", "é", "ÿ", "Ā", "ab", long(255), long(256), "日本 🚀"],
    "equal_texts": ["", "", "a", "a", "é", "é", text("a", "b"), text("a", "b")],
    "bytes": [b"", b"a", b"\xff", b"\x00\xff", b"x" * 255, b"x" * 256],
    "equal_bytes": [b"", b"", b"a", b"a", b"a" * 2, b"b" * 2],
    "list_0": [],
    "list_1": [1],
    "list_999": [0] * 999,
    "list_1000": [0] * 1000,
    "list_1001": [0] * 1001,
    "list_2000": [0] * 2000,
    "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
    "nested": [[[[]]], ([],), [()]],
    "dict_0": {},
    "dict_1": {1: 2},
    "dict_keys": {None: 0, True: 1, 2.5: 2, "s": 3, (1, 2): 4, b"k": 5},
    "dict_999": dict.fromkeys(range(999), 0),
    "dict_1000": dict.fromkeys(range(1000), 0),
    "dict_1001": dict.fromkeys(range(1001), 0),
    "set_0": set(),
    "set_1": {1},
    "set_3": {1, 2, 3},
    "set_1000": set(range(1000)),
    "set_1001": set(range(1001)),
    "frozenset_0": frozenset(),
    "frozenset_2": frozenset([1, 2]),
    "set_in_set": {frozenset([1])},
    "decimals": [Decimal("1.10"), Decimal("1E+5"), Decimal("NaN"), Decimal("-Infinity"), Decimal("5"), Decimal("5")],
    "uuids": [uuid.UUID(int=0x12345678123456781234567812345678), uuid.UUID(int=2**128 - 1), uuid.UUID(int=7)],
    "complex": [complex(1, -2), complex(0, 0.5)],
    "naive": datetime(2024, 2, 29, 13, 14, 15, 123456),
    "utc": [datetime(2025, 1, 2, 3, 4, 5, tzinfo=utc), datetime(2025, 1, 2, 3, 4, 6, 1, tzinfo=utc), utc and time(1, tzinfo=utc)],
    "offsets": [datetime(2023, 7, 1, tzinfo=east), datetime(2023, 7, 1, tzinfo=west)],
    "zones": [datetime(2023, 7, 1, tzinfo=ZoneInfo("Europe/Berlin")), datetime(2024, 7, 1, tzinfo=ZoneInfo("Europe/Berlin"))],
    "dates": [date(1999, 12, 31), date(1, 1, 1), date(9999, 12, 31)],
    "times": [time(0, 0), time(23, 59, 58, 7000), time(23, 59, 59, 999999)],
    "deltas": [timedelta(-3, 4000, 5), timedelta(0), timedelta(999999999, 86399, 999999), timedelta(-999999999)],
    "django": {
        text("w", "hen"): datetime(2024, 5, 6, 7, 8, 9, 10, tzinfo=utc),
        text("da", "y"): date(2024, 5, 6),
        text("pri", "ce"): Decimal("19.99"),
        text("i", "d"): uuid.UUID(int=1),
        text("du", "r"): timedelta(hours=1),
    },
    "memo_300": [text("t", str(i)) for i in range(300)] + ["a", "a"],
    "frame_target": [long(65535)],
    "frame_exceeded": [long(65536), long(3)],
    "frames": [long(40000), long(40000), 1, long(40000)],
    "frames_of_ints": [70000] * 30000,
    "bytes_exceed": [b"x" * 65536],
    "nothing_left": (long(70000),),
}

for name, value in samples.items():
    for protocol in range(6):
        pickled = pickle.dumps(value, protocol)
        shown = pickled.hex() if len(pickled) <= 700 else "-"
        print(name, protocol, len(pickled), hashlib.sha1(pickled).hexdigest(), shown)
