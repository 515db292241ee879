//! What a field of a query asks for: the documents or paragraphs that have its value, and what is to be said about it.

use std::sync::Arc;

use crate::corpus::{ByDocument, Kind, is_language};
use crate::search::index::catalogue::{Catalogue, Column, plain};
use crate::search::index::mention::Paragraphs;
use crate::search::language::{Field, FieldName, Notice, Query, Years};

/// The fields of one query: each value is looked up once, however often it is asked for.
pub(crate) struct Fields<'a> {
    catalogue: &'a Catalogue,
    known: Vec<(FieldName, String, Answer)>,
}

/// What a field asks for, unless its value means nothing; and what to say.
type Answer = (Option<Members>, Vec<Notice>);

/// What has a property.
#[derive(Clone)]
pub(crate) enum Members {
    /// Documents.
    Documents(Arc<ByDocument<bool>>),
    /// Paragraphs.
    Paragraphs(Arc<Paragraphs>),
}

impl<'a> Fields<'a> {
    pub(crate) fn of(catalogue: &'a Catalogue) -> Self {
        Self { catalogue, known: Vec::new() }
    }

    /// Returns what a field of a query asks for, unless its value means nothing; and what to say.
    pub(crate) fn read(&mut self, field: &Field, query: &Query) -> Answer {
        let position = query.text.get(..field.range.start).map_or(0, |before| before.chars().count());
        let Some(column) = self.catalogue.column(field.name) else { return (None, Vec::new()) };
        if field.name == FieldName::Year {
            return self.years(column, field, query, position);
        }
        let known = self.known.iter().find(|(name, value, _)| (*name, value) == (field.name, &field.value));
        let (documents, mut notices) = match known {
            Some((_, _, answer)) => answer.clone(),
            None => {
                let answer = self.named(column, field, position);
                self.known.push((field.name, field.value.clone(), answer.clone()));
                answer
            }
        };
        notices.iter_mut().for_each(|notice| notice.position = Some(position));
        (documents, notices)
    }

    fn years(&mut self, column: &Column, field: &Field, query: &Query, position: usize) -> Answer {
        let Some((years, clean)) = Years::read(&field.value) else {
            return (None, vec![Notice::bad_year(&field.value, position)]);
        };
        let written = years.written();
        let known = self.known.iter().find(|(name, value, _)| (*name, value) == (FieldName::Year, &written));
        let documents = match known {
            Some((_, _, (documents, _))) => documents.clone(),
            None => {
                let documents =
                    self.catalogue.with_value(column, |year| year.parse().is_ok_and(|year| years.contains(year)));
                let documents = Some(Members::Documents(Arc::new(documents)));
                self.known.push((FieldName::Year, written.clone(), (documents.clone(), Vec::new())));
                documents
            }
        };
        let notice = (!clean).then(|| {
            let mut better = query.text.clone();
            better.replace_range(field.range.clone(), &format!("year:{written}"));
            Notice::year_range(&field.value, &written, position).suggest(better)
        });
        (documents, notice.into_iter().collect())
    }

    fn named(&self, column: &Column, field: &Field, position: usize) -> Answer {
        let having = |wanted: &[bool]| match field.name {
            FieldName::Mentions => Members::Paragraphs(Arc::new(self.catalogue.mentioning(wanted))),
            _ => Members::Documents(Arc::new(self.catalogue.having(column, wanted))),
        };
        let wanted = plain(&field.value);
        let equal = column.equal(&wanted);
        if equal.contains(&true) || is_valid(field.name, &wanted) {
            return (Some(having(&equal)), Vec::new());
        }
        let is_long = matches!(field.name, FieldName::Document | FieldName::Cites | FieldName::Mentions);
        if is_long && wanted.len() > 2 {
            let containing = column.containing(&wanted);
            if containing.contains(&true) {
                let known = column.values.iter().zip(&containing).filter(|(_, is_it)| **is_it);
                let known: Vec<&str> = known.map(|(value, _)| value).collect();
                let notice = Notice::taken_for(field.name, &field.value, &known, position);
                return (Some(having(&containing)), vec![notice]);
            }
        }
        let known: Vec<&str> = column.values.iter().filter(|_| column.values.len() <= 20).collect();
        (None, vec![Notice::bad_value(field.name, &field.value, &known, position)])
    }
}

/// Tells whether a value is one that documents can have, though none has it now.
fn is_valid(name: FieldName, value: &str) -> bool {
    match name {
        FieldName::Kind => Kind::ALL.iter().any(|kind| plain(kind.id()) == value),
        FieldName::Language => is_language(value),
        _ => false,
    }
}
