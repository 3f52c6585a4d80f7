//! Pictures of contests for shared links: drawn when first asked for, kept as long as what they say stays the same.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use sha2::{Digest, Sha256};

use super::ContestService;
use crate::kernel::problem::Outcome;
use crate::platform::picture::{ContestCard, Fact, PictureError, ShareCard, drawn, share_card};

/// What a contest's picture says, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// The name of the service.
    pub brand: String,
    /// Who holds the contest.
    pub organiser: String,
    /// Its title.
    pub title: String,
    /// Where it stands and until when.
    pub state: String,
    /// Label and figure; three at most are shown.
    pub facts: Vec<(String, String)>,
}

impl Picture {
    /// A short name of what the picture says: it changes with every word.
    #[must_use]
    pub fn tag(&self) -> String {
        let mut hash = Sha256::new();
        let facts = self.facts.iter().flat_map(|(label, value)| [label, value]);
        let head = [&self.brand, &self.organiser, &self.title, &self.state];
        for text in head.into_iter().chain(facts) {
            hash.update(text.as_bytes());
            hash.update([0]);
        }
        let digest = hash.finalize();
        digest.iter().take(8).map(|b| format!("{b:02x}")).collect()
    }

    fn draw(&self) -> Result<Vec<u8>, PictureError> {
        let facts: Vec<Fact<'_>> = self
            .facts
            .iter()
            .map(|(label, value)| Fact { label, value })
            .collect();
        share_card(&ShareCard::Contest(ContestCard {
            brand: &self.brand,
            organiser: &self.organiser,
            title: &self.title,
            state: &self.state,
            facts: &facts,
        }))
    }
}

/// Pictures by contest and language, with the tag of what they say.
pub(super) type Shelf = Arc<Mutex<HashMap<String, (String, Arc<Vec<u8>>)>>>;

impl ContestService {
    /// A contest's picture as PNG; `key` names contest and language.
    ///
    /// # Errors
    /// When it cannot be drawn, or too many wait to be.
    pub async fn picture(&self, key: &str, picture: Picture) -> Outcome<Arc<Vec<u8>>> {
        let tag = picture.tag();
        let kept = self
            .pictures
            .lock()
            .expect("no holder panics")
            .get(key)
            .cloned();
        if let Some((of, png)) = kept
            && of == tag
        {
            return Ok(png);
        }
        let png = Arc::new(drawn(move || picture.draw()).await?);
        self.pictures
            .lock()
            .expect("no holder panics")
            .insert(key.to_owned(), (tag, png.clone()));
        Ok(png)
    }
}
