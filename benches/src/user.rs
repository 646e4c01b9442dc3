use serde::{Deserialize, Serialize};

/// The value that is stored: 100 bytes of JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// A number.
    pub id: u64,
    /// Text.
    pub name: String,
    /// More text.
    pub email: String,
    /// A flag.
    pub active: bool,
    /// Another number.
    pub credit: i64,
}

impl User {
    /// Makes the user that everybody stores.
    pub fn sample() -> Self {
        Self {
            id: 1_000_042,
            name: "Ada Lovelace".into(),
            email: "ada.lovelace@example.org".into(),
            active: true,
            credit: -1_250,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::User;

    #[test]
    fn a_user_takes_a_hundred_bytes() {
        assert_eq!(serde_json::to_vec(&User::sample()).unwrap().len(), 100);
    }
}
