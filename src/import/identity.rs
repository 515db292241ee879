//! What a page proposes about a document's identity. All of it is for a person to confirm.

use super::block::Link;
use crate::corpus::{Date, Group, Kind};

/// What the page says of the document, as far as it does.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) title: Option<String>,
    pub(super) date: Option<Date>,
    /// The line that the date stands in, where it says more than the date and a place.
    pub(super) date_note: Option<String>,
    pub(super) place: Option<String>,
    /// What the page names as its own source.
    pub(super) provenance: Option<String>,
    /// The notice about rights that the page carries.
    pub(super) notice: Option<String>,
    /// Pages that it points to as companions.
    pub(super) companions: Vec<Link>,
}

impl Identity {
    /// Proposes who issued the text, from its title.
    pub(super) fn issuer(&self) -> String {
        let title = self.title.as_deref().unwrap_or_default();
        let lower = title.to_lowercase();
        let group = group(title).name();
        let forums = [
            ("foreign minister", "foreign ministers"),
            ("finance minister", "finance ministers and central bank governors"),
            ("interior minister", "interior ministers"),
            ("justice minister", "justice ministers"),
            ("digital", "digital ministers"),
            ("ict minister", "ICT ministers"),
            ("cyber expert group", "Cyber Expert Group"),
        ];
        let found = forums.iter().find(|(words, _)| lower.contains(words)).map_or("leaders", |(_, issuer)| issuer);
        format!("{group} {found}")
    }

    /// Proposes what sort of text it is, from its title.
    pub(super) fn kind(&self) -> Kind {
        let lower = self.title.as_deref().unwrap_or_default().to_lowercase();
        let kinds = [
            ("annex", Kind::Annex),
            ("chair", Kind::ChairsReport),
            ("charter", Kind::Charter),
            ("principles", Kind::Principles),
            ("fundamental elements", Kind::Principles),
            ("strategy", Kind::Strategy),
            ("commitment", Kind::Commitments),
            ("guidance", Kind::Guidance),
            ("communiqu", Kind::Communique),
            ("declaration", Kind::Declaration),
            ("press", Kind::PressStatement),
            ("report", Kind::Report),
        ];
        kinds.iter().find(|(word, _)| lower.contains(word)).map_or(Kind::Statement, |(_, kind)| *kind)
    }

    /// Proposes the group, from the title.
    pub(super) fn group(&self) -> Group {
        group(self.title.as_deref().unwrap_or_default())
    }
}

fn group(title: &str) -> Group {
    if title.contains("G8") { Group::G8 } else { Group::G7 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_propose_kind_and_issuer() {
        let identity = Identity { title: Some("G7 Foreign Ministers' Declaration".into()), ..Identity::default() };
        assert_eq!((identity.kind(), identity.issuer().as_str()), (Kind::Declaration, "G7 foreign ministers"));
    }
}
