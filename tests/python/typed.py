"""Python values as JSON that says of each what it is: {"t": "int", "v": "5"}.

Floats are their 64 bits, bytes are hexadecimal digits, and the pairs of a dict are a list, so that nothing is lost.
"""

import struct
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID


class Unknown(Exception):
    """There is no typed form of this value."""

    def __init__(self, value):
        super().__init__(f"no typed form of {type(value)}")
        self.value = value


def items(values):
    return [described(value) for value in values]


def pairs(values):
    return [[described(key), described(value)] for key, value in values.items()]


def timedelta_parts(value):
    return [value.days, value.seconds, value.microseconds]


# How each type is described, and made again of the description.
FORMS = {
    type(None): ("none", lambda value: None, lambda v: None),
    bool: ("bool", bool, bool),
    int: ("int", str, int),
    float: ("float", lambda value: struct.pack(">d", value).hex(), lambda v: struct.unpack(">d", bytes.fromhex(v))[0]),
    str: ("str", str, str),
    bytes: ("bytes", bytes.hex, bytes.fromhex),
    list: ("list", items, lambda v: [value(item) for item in v]),
    tuple: ("tuple", items, lambda v: tuple(value(item) for item in v)),
    set: ("set", items, lambda v: {value(item) for item in v}),
    frozenset: ("frozenset", items, lambda v: frozenset(value(item) for item in v)),
    dict: ("dict", pairs, lambda v: {value(key): value(item) for key, item in v}),
    datetime: ("datetime", datetime.isoformat, datetime.fromisoformat),
    date: ("date", date.isoformat, date.fromisoformat),
    time: ("time", time.isoformat, time.fromisoformat),
    timedelta: ("timedelta", timedelta_parts, lambda v: timedelta(*v)),
    Decimal: ("decimal", str, Decimal),
    UUID: ("uuid", str, UUID),
}
MADE_OF = {name: make for name, _, make in FORMS.values()}


def described(value):
    # The exact type: an object of a subclass, such as a lazy text, is another thing.
    form = FORMS.get(type(value))
    if form is None:
        raise Unknown(value)
    name, describe, _ = form
    return {"t": name, "v": describe(value)}


def value(description):
    return MADE_OF[description["t"]](description["v"])
