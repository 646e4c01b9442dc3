use crate::codec::pickle::global::Global;

/// What a pickle is made of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// A whole number in two's complement.
    Long(Span),
    /// A whole number in decimal digits.
    Digits(Span),
    /// A text in UTF-8, which nobody has checked yet.
    Text(Span),
    /// A text as protocol 0 escapes it.
    Escaped(Span),
    Bytes(Span),
    List(Run),
    Tuple(Run),
    Set(Run),
    FrozenSet(Run),
    /// Keys and values in turn.
    Dict(Run),
    Global(Global),
    /// A class or function that is not known, by its texts.
    Unknown {
        module: Id,
        name: Id,
    },
    /// What calling something would make.
    Object {
        callable: Id,
        args: Id,
        state: Id,
    },
}

/// A part of the input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) len: u32,
}

/// The items of a container: several runs of ids, linked to one another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) len: u32,
}

impl Run {
    pub(super) const EMPTY: Self = Self { first: 0, last: 0, len: 0 };
}

/// Names a node; the commonest values have no node and stand in the id itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id(pub(super) u32);

impl Id {
    const IMMEDIATE: u32 = 1 << 31;
    const WORD: u32 = 1 << 30;
    pub(super) const NONE: Self = Self(Self::IMMEDIATE | Self::WORD);
    pub(super) const TRUE: Self = Self(Self::NONE.0 + 1);
    pub(super) const FALSE: Self = Self(Self::NONE.0 + 2);
    pub(super) const EMPTY_TUPLE: Self = Self(Self::NONE.0 + 3);

    pub(super) fn of_int(value: u32) -> Option<Self> {
        (value < Self::WORD).then_some(Self(Self::IMMEDIATE | value))
    }

    /// Returns what stands in the id itself.
    #[inline]
    pub(super) fn immediate(self) -> Option<Node> {
        if self.0 & Self::IMMEDIATE == 0 {
            return None;
        }
        Some(match self {
            Self::NONE => Node::None,
            Self::TRUE => Node::Bool(true),
            Self::FALSE => Node::Bool(false),
            Self::EMPTY_TUPLE => Node::Tuple(Run::EMPTY),
            Self(int) => Node::Int((int & !Self::IMMEDIATE).into()),
        })
    }
}
