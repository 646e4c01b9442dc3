use serde::{Deserialize, Serialize};

/// One of the values that codecs are measured with: about 100 bytes of JSON, of all kinds of fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Article {
    id: u64,
    title: String,
    tags: Vec<String>,
    rating: f64,
    author: Option<String>,
    views: u32,
    open: bool,
}

const WORDS: [&str; 13] =
    ["why", "caches", "grow", "when", "nobody", "looks", "at", "the", "keys", "that", "never", "expire", "in time"];

impl Article {
    /// Makes so many of them, all different, and the same ones each time.
    pub fn several(count: usize) -> Vec<Self> {
        (0..count).map(Self::numbered).collect()
    }

    fn numbered(number: usize) -> Self {
        // Steps that share no factor with what they go around, so that all combinations come up.
        let word = |step: usize| WORDS[(number * step + step) % WORDS.len()];
        Self {
            id: (number as u64 * 2_654_435_761) % 1_000_003,
            title: [word(3), word(5), word(7)].join(" "),
            tags: (0..number % 3).map(|tag| word(tag + 2).to_owned()).collect(),
            rating: (number * 7_919 % 5_001) as f64 / 1_000.0,
            author: (!number.is_multiple_of(4)).then(|| format!("author{}", number % 97)),
            views: (number * 31_337 % 100_003) as u32,
            open: number.is_multiple_of(2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Article;

    #[test]
    fn an_article_takes_about_a_hundred_bytes() {
        for (count, around) in [(1, 100), (100, 10_000), (10_000, 1_000_000)] {
            let length = serde_json::to_vec(&Article::several(count)).unwrap().len();
            assert!((around * 9 / 10..=around * 12 / 10).contains(&length), "{count}: {length}");
        }
    }
}
