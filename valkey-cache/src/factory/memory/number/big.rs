//! Natural numbers of any size: just what reading, adding and writing long doubles needs.

use std::cmp::Ordering;

/// A natural number in base 2^32, the lowest digit first, without zeros at the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Big(Vec<u32>);

impl Big {
    pub(super) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns how many bits the number has, counted from its highest one.
    pub(super) fn bits(&self) -> usize {
        self.0.last().map_or(0, |top| self.0.len() * 32 - top.leading_zeros() as usize)
    }

    /// Multiplies by a small number and adds another.
    pub(super) fn multiply_add(&mut self, factor: u32, summand: u32) {
        let mut carry = u64::from(summand);
        for digit in &mut self.0 {
            carry += u64::from(*digit) * u64::from(factor);
            *digit = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
        self.trim();
    }

    /// Divides by a small number and returns the remainder.
    pub(super) fn divide(&mut self, divisor: u32) -> u32 {
        let mut remainder = 0_u64;
        for digit in self.0.iter_mut().rev() {
            remainder = remainder << 32 | u64::from(*digit);
            *digit = (remainder / u64::from(divisor)) as u32;
            remainder %= u64::from(divisor);
        }
        self.trim();
        remainder as u32
    }

    /// Multiplies by two to the power of `count`.
    pub(super) fn shift_left(&mut self, count: usize) {
        if self.is_zero() {
            return;
        }
        self.multiply_add(1 << (count % 32), 0);
        self.0.splice(0..0, std::iter::repeat_n(0, count / 32));
    }

    /// Adds another number.
    pub(super) fn add(&mut self, other: &Big) {
        self.0.resize(self.0.len().max(other.0.len()) + 1, 0);
        let mut carry = 0_u64;
        for (place, digit) in self.0.iter_mut().enumerate() {
            carry += u64::from(*digit) + u64::from(other.0.get(place).copied().unwrap_or(0));
            *digit = carry as u32;
            carry >>= 32;
        }
        self.trim();
    }

    /// Subtracts another number, which must not be larger.
    pub(super) fn subtract(&mut self, other: &Big) {
        let mut borrow = false;
        for (place, digit) in self.0.iter_mut().enumerate() {
            let (rest, first) = digit.overflowing_sub(other.0.get(place).copied().unwrap_or(0));
            let (rest, second) = rest.overflowing_sub(borrow.into());
            (*digit, borrow) = (rest, first || second);
        }
        debug_assert!(!borrow, "the difference is negative");
        self.trim();
    }

    /// Returns the 64 bits from the highest one on, whether the next bit is set, and whether any bit below that is.
    pub(super) fn top(&self) -> (u64, bool, bool) {
        let mut shifted = self.clone();
        // At least 65 bits, so that there is always a next one.
        shifted.shift_left(65_usize.saturating_sub(self.bits()));
        let lowest = shifted.bits() - 64;
        let bit = |place: usize| shifted.0[place / 32] >> (place % 32) & 1 == 1;
        let top = (lowest..lowest + 64).rev().fold(0, |top, place| top << 1 | u64::from(bit(place)));
        (top, bit(lowest - 1), (0..lowest - 1).any(bit))
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

impl From<u64> for Big {
    fn from(value: u64) -> Self {
        let mut big = Self(vec![value as u32, (value >> 32) as u32]);
        big.trim();
        big
    }
}

impl Ord for Big {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Big {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl std::fmt::Display for Big {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const GROUP: u32 = 1_000_000_000;
        let mut rest = self.clone();
        let mut groups = Vec::new();
        while !rest.is_zero() {
            groups.push(rest.divide(GROUP));
        }
        write!(f, "{}", groups.pop().unwrap_or(0))?;
        groups.iter().rev().try_for_each(|group| write!(f, "{group:09}"))
    }
}
