/// A class or function of Python that pickles may name. What it stands for is done here, in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Global {
    Bytes,
    ByteArray,
    Set,
    FrozenSet,
    Complex,
    Range,
    Getattr,
    Encode,
    Reconstructor,
    DateTime,
    Date,
    Time,
    TimeDelta,
    TimeZone,
    ZoneInfo,
    PytzUtc,
    PytzZone,
    Decimal,
    Uuid,
    OrderedDict,
    DefaultDict,
    SafeString,
    HerdMarker,
    HttpEnum,
}

impl Global {
    /// How many there are.
    pub(super) const COUNT: usize = Self::HttpEnum as usize + 1;

    /// Finds what `module.name` stands for; both Python 3's and Python 2's names are known.
    pub(super) fn find(module: &[u8], name: &[u8]) -> Option<Self> {
        Some(match (module, name) {
            (b"builtins" | b"__builtin__", _) => match name {
                b"bytes" => Self::Bytes,
                b"bytearray" => Self::ByteArray,
                b"set" => Self::Set,
                b"frozenset" => Self::FrozenSet,
                b"complex" => Self::Complex,
                b"range" | b"xrange" => Self::Range,
                b"getattr" => Self::Getattr,
                _ => return None,
            },
            (b"datetime", b"datetime") => Self::DateTime,
            (b"datetime", b"date") => Self::Date,
            (b"datetime", b"time") => Self::Time,
            (b"datetime", b"timedelta") => Self::TimeDelta,
            (b"datetime", b"timezone") => Self::TimeZone,
            (b"zoneinfo" | b"backports.zoneinfo", b"ZoneInfo") => Self::ZoneInfo,
            (b"pytz", b"_UTC") => Self::PytzUtc,
            (b"pytz", b"_p") => Self::PytzZone,
            (b"_codecs", b"encode") => Self::Encode,
            (b"copyreg" | b"copy_reg", b"_reconstructor") => Self::Reconstructor,
            (b"decimal", b"Decimal") => Self::Decimal,
            (b"uuid", b"UUID") => Self::Uuid,
            (b"collections", b"OrderedDict") => Self::OrderedDict,
            (b"collections", b"defaultdict") => Self::DefaultDict,
            (b"django.utils.safestring", b"SafeString" | b"SafeText") => Self::SafeString,
            (b"django_valkey.base_client" | b"django_redis.client.herd", b"Marker") => Self::HerdMarker,
            (b"http", b"HTTPStatus" | b"HTTPMethod") => Self::HttpEnum,
            _ => return None,
        })
    }

    /// Returns module and name, as `protocol` has them.
    pub(super) fn path(self, protocol: u8) -> (&'static str, &'static str) {
        let builtins = if protocol < 3 { "__builtin__" } else { "builtins" };
        match self {
            Self::Bytes => (builtins, "bytes"),
            Self::ByteArray => (builtins, "bytearray"),
            Self::Set => (builtins, "set"),
            Self::FrozenSet => (builtins, "frozenset"),
            Self::Complex => (builtins, "complex"),
            Self::Range => (builtins, "range"),
            Self::Getattr => (builtins, "getattr"),
            Self::Encode => ("_codecs", "encode"),
            Self::Reconstructor => ("copyreg", "_reconstructor"),
            Self::DateTime => ("datetime", "datetime"),
            Self::Date => ("datetime", "date"),
            Self::Time => ("datetime", "time"),
            Self::TimeDelta => ("datetime", "timedelta"),
            Self::TimeZone => ("datetime", "timezone"),
            Self::ZoneInfo => ("zoneinfo", "ZoneInfo"),
            Self::PytzUtc => ("pytz", "_UTC"),
            Self::PytzZone => ("pytz", "_p"),
            Self::Decimal => ("decimal", "Decimal"),
            Self::Uuid => ("uuid", "UUID"),
            Self::OrderedDict => ("collections", "OrderedDict"),
            Self::DefaultDict => ("collections", "defaultdict"),
            Self::SafeString => ("django.utils.safestring", "SafeString"),
            Self::HerdMarker => ("django_valkey.base_client", "Marker"),
            Self::HttpEnum => ("http", "HTTPStatus"),
        }
    }
}
