//! The formats that an address can ask for by its suffix, and their media types.

/// What an answer is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Format {
    Html,
    Json,
    Markdown,
    Text,
    Bibtex,
    Ris,
    CslJson,
    Csv,
    Ndjson,
    Atom,
    Xml,
    OpenSearch,
    Png,
    Suggestions,
    Yaml,
    Zip,
    /// A file as it was received, whatever it is.
    Received,
}

impl Format {
    /// Formats that an address can end in, longest suffix first.
    const SUFFIXED: [Self; 9] = [
        Self::CslJson,
        Self::Ndjson,
        Self::Json,
        Self::Markdown,
        Self::Text,
        Self::Bibtex,
        Self::Ris,
        Self::Csv,
        Self::Atom,
    ];

    /// Formats that documents and paragraphs can be had in, with what people call them and use them for.
    pub(crate) const OF_TEXTS: [(Self, &str); 6] = [
        (Self::Text, "Plain text"),
        (Self::Ris, "RIS, for Zotero or EndNote"),
        (Self::Bibtex, "BibTeX, for LaTeX"),
        (Self::CslJson, "CSL-JSON, for Zotero"),
        (Self::Markdown, "Markdown"),
        (Self::Json, "JSON, for programs"),
    ];

    /// Returns the suffix of addresses in this format, with its dot.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Html | Self::Suggestions | Self::Received => "",
            Self::Yaml => ".cff",
            Self::Zip => ".zip",
            Self::Json => ".json",
            Self::Markdown => ".md",
            Self::Text => ".txt",
            Self::Bibtex => ".bib",
            Self::Ris => ".ris",
            Self::CslJson => ".csl.json",
            Self::Csv => ".csv",
            Self::Ndjson => ".ndjson",
            Self::Atom => ".atom",
            Self::Xml | Self::OpenSearch => ".xml",
            Self::Png => ".png",
        }
    }

    /// Returns the media type.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
            Self::Bibtex => "application/x-bibtex; charset=utf-8",
            Self::Ris => "application/x-research-info-systems; charset=utf-8",
            Self::CslJson => "application/vnd.citationstyles.csl+json",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Ndjson => "application/x-ndjson",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Xml => "application/xml; charset=utf-8",
            Self::OpenSearch => "application/opensearchdescription+xml",
            Self::Png => "image/png",
            Self::Suggestions => "application/x-suggestions+json",
            Self::Yaml => "application/yaml",
            Self::Zip => "application/zip",
            Self::Received => "application/octet-stream",
        }
    }

    /// Tells whether programs rather than people read it.
    pub(crate) fn is_data(self) -> bool {
        self != Self::Html
    }

    /// Returns the format that errors of an address are told in: data where the address answers with data.
    pub(crate) fn of_path(path: &str) -> Self {
        match path {
            "/suggest" | "/oembed" | "/healthz" => Self::Json,
            _ => Self::split(path.rsplit('/').next().unwrap_or_default()).1,
        }
    }

    /// Splits the last segment of an address into its name and its format.
    pub(crate) fn split(segment: &str) -> (&str, Self) {
        for format in Self::SUFFIXED {
            if let Some(name) = segment.strip_suffix(format.suffix()) {
                return (name, format);
            }
        }
        (segment, Self::Html)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_suffix_wins() {
        assert_eq!(Format::split("2018-a.csl.json"), ("2018-a", Format::CslJson));
        assert_eq!(Format::split("2018-a.json"), ("2018-a", Format::Json));
        assert_eq!(Format::split("2018-a"), ("2018-a", Format::Html));
        assert_eq!(Format::split("2018-a.docx"), ("2018-a.docx", Format::Html));
    }
}
