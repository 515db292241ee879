//! Controlled vocabularies: kinds, forums, topics, relation types, and the instruments that texts cite.

use serde::{Deserialize, Serialize};

use super::{Instrument, Kind, Mention};

/// The labels of everything that documents name by id.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Vocabulary {
    /// Labels of kinds; see [`Vocabulary::kind`].
    pub kinds: Vec<VocabularyEntry>,
    /// The forums.
    pub forums: Vec<VocabularyEntry>,
    /// The topics.
    pub topics: Vec<VocabularyEntry>,
    /// The relation types.
    pub relations: Vec<RelationType>,
    /// Treaties, reports and bodies.
    pub instruments: Vec<Instrument>,
}

/// An id and what people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VocabularyEntry {
    /// The id in files, addresses and data.
    pub id: String,
    /// The words on the page.
    pub label: String,
}

/// A type of relation and how it reads from the other end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationType {
    /// The id in files and data.
    pub id: String,
    /// The words on the page of the document that has it ("follows up").
    pub label: String,
    /// The id seen from the target; its own id where both ends are alike.
    pub inverse: String,
    /// The words on the page of the target ("followed up by").
    pub inverse_label: String,
}

impl Vocabulary {
    /// Returns the label of a kind; its id in words where the vocabulary has none.
    #[must_use]
    pub fn kind(&self, kind: Kind) -> &str {
        label(&self.kinds, kind.id())
    }

    /// Returns the label of a forum; its id where the vocabulary has none.
    #[must_use]
    pub fn forum<'a>(&'a self, id: &'a str) -> &'a str {
        label(&self.forums, id)
    }

    /// Returns the label of a topic; its id where the vocabulary has none.
    #[must_use]
    pub fn topic<'a>(&'a self, id: &'a str) -> &'a str {
        label(&self.topics, id)
    }

    /// Returns the instrument with this id.
    #[must_use]
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.instruments.iter().find(|instrument| instrument.id == id)
    }

    /// Returns the ids of some mentions' instruments in the order of the text, each once.
    #[must_use]
    pub fn mentioned(&self, mentions: &[Mention]) -> Vec<&str> {
        let mut ids = Vec::new();
        for id in mentions.iter().filter_map(|mention| Some(self.instruments.get(mention.instrument())?.id.as_str())) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }
}

fn label<'a>(terms: &'a [VocabularyEntry], id: &'a str) -> &'a str {
    terms.iter().find(|term| term.id == id).map_or(id, |term| &term.label)
}
