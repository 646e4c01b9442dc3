"""Does with django-valkey what the lines on standard input say, and answers each with one line.

{"open": {<the settings of a cache>}}                    makes the cache that Django makes of them
{"on": 0, "call": "get", "args": [..], "kwargs": {..}}   calls a method of what was made first

Arguments and answers are typed values (`typed.py`). An answer that is neither a value nor several, such as a lock, is kept,
and its number is what the next line calls it by.

{"returned": <typed value>}   {"raised": "ValueError", "text": "Traceback .."}
"""

import json
import sys
import traceback
from collections.abc import Iterator

import django
from django.conf import settings

import typed

settings.configure(CACHES={}, USE_TZ=True)
django.setup()

from django.core.cache import caches  # noqa: E402, it reads the settings


class Peer:
    def __init__(self):
        self.kept = []

    def keep(self, thing):
        self.kept.append(thing)
        return {"t": "kept", "v": len(self.kept) - 1}

    def open(self, cache):
        alias = f"cache{len(settings.CACHES)}"
        settings.CACHES[alias] = cache
        return self.keep(caches[alias])

    def call(self, thing, method, args, kwargs):
        args = [typed.value(arg) for arg in args]
        kwargs = {name: typed.value(arg) for name, arg in kwargs.items()}
        answer = getattr(self.kept[thing], method)(*args, **kwargs)
        if isinstance(answer, Iterator):
            answer = list(answer)
        try:
            return typed.described(answer)
        except typed.Unknown as unknown:
            if unknown.value is not answer:
                raise
            return self.keep(answer)

    def answer(self, request):
        try:
            if "open" in request:
                returned = self.open(request["open"])
            else:
                returned = self.call(request["on"], request["call"], request["args"], request["kwargs"])
            return {"returned": returned}
        except Exception as error:
            return {"raised": type(error).__name__, "text": traceback.format_exc()}


def main():
    # What a library prints must not come between the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    peer = Peer()
    for line in sys.stdin.buffer:
        print(json.dumps(peer.answer(json.loads(line))), file=answers, flush=True)


main()
