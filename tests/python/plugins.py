"""What a service would have of its own: key functions and a serializer."""

import cbor2

from django_valkey.serializers.base import BaseSerializer


def dashed(key, prefix, version):
    return f"{prefix}-{version}-{key}"


def undashed(key):
    return key.split("-", 2)[2]


class CborSerializer(BaseSerializer):
    def dumps(self, value):
        return cbor2.dumps(value)

    def loads(self, value):
        return cbor2.loads(value)
