//! How programs are told to read a table of ours as it is written: left to guess, each changes some cells.

/// A line that reads a table as it is, in the language of a program.
pub(crate) struct Reading {
    pub(crate) program: &'static str,
    pub(crate) id: &'static str,
    pub(crate) line: String,
}

/// Returns the lines that read the table at an address without changing a cell; a test runs each.
pub(crate) fn readings(address: &str) -> [Reading; 4] {
    let reading = |program, id, line| Reading { program, id, line };
    [
        reading("pandas", "pandas", format!(r#"pd.read_csv("{address}", dtype=str, keep_default_na=False)"#)),
        reading(
            "R",
            "r",
            format!(
                r#"readr::read_csv("{address}", col_types = readr::cols(.default = "c"), na = character(), trim_ws = FALSE)"#
            ),
        ),
        reading(
            "DuckDB",
            "duckdb",
            format!(
                r#"FROM read_csv('{address}', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"', nullstr = '\0')"#
            ),
        ),
        reading("Polars", "polars", format!(r#"pl.read_csv("{address}", infer_schema=False).fill_null("")"#)),
    ]
}
