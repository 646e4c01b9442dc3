//! What django-valkey and django-redis call that which is built in here: the paths of their classes, as a Django
//! configuration writes them.

/// The class of each serializer, and its name here.
pub(super) const SERIALIZERS: &[(&str, &str)] = &[
    ("django_valkey.serializers.json.JSONSerializer", "json"),
    ("django_valkey.serializers.msgpack.MSGPackSerializer", "msgpack"),
    ("django_valkey.serializers.msgspec.MsgSpecJsonSerializer", "msgspec_json"),
    ("django_valkey.serializers.msgspec.MsgSpecMsgPackSerializer", "msgspec_msgpack"),
    ("django_valkey.serializers.pickle.PickleSerializer", "pickle"),
    ("django_redis.serializers.json.JSONSerializer", "json"),
    ("django_redis.serializers.msgpack.MSGPackSerializer", "msgpack"),
    ("django_redis.serializers.pickle.PickleSerializer", "pickle"),
];

/// The class of each compressor, and its name here.
pub(super) const COMPRESSORS: &[(&str, &str)] = &[
    ("django_valkey.compressors.brotli.BrotliCompressor", "brotli"),
    ("django_valkey.compressors.bz2.Bz2Compressor", "bz2"),
    ("django_valkey.compressors.gzip.GzipCompressor", "gzip"),
    ("django_valkey.compressors.identity.IdentityCompressor", "identity"),
    ("django_valkey.compressors.lz4.Lz4Compressor", "lz4"),
    ("django_valkey.compressors.lzma.LzmaCompressor", "lzma"),
    ("django_valkey.compressors.zlib.ZlibCompressor", "zlib"),
    ("django_valkey.compressors.zstd.ZStdCompressor", "zstd"),
    ("django_redis.compressors.gzip.GzipCompressor", "gzip"),
    ("django_redis.compressors.identity.IdentityCompressor", "identity"),
    ("django_redis.compressors.lz4.Lz4Compressor", "lz4"),
    ("django_redis.compressors.lzma.LzmaCompressor", "lzma"),
    ("django_redis.compressors.zlib.ZlibCompressor", "zlib"),
    ("django_redis.compressors.zstd.ZStdCompressor", "zstd"),
];
