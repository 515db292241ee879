//! Static files: named by their content, compressed once, and listed in a table of Rust.
//!
//! An address that carries a digest of its content can be kept for good. Style sheets name the files beside them with
//! `url("…")`; those are rewritten, so a file that is not there stops the build.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::file;

/// Writes `asset.rs` and the bytes it includes.
///
/// The table has an entry for each file below `folder`, sorted by address, and a constant for each address named
/// after the file: `static/site.css` is `SITE_CSS`.
pub(crate) fn write(folder: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let bytes_folder = out.join("asset");
    fs::create_dir_all(&bytes_folder)?;
    let mut paths = file::below(folder)?;
    // Style sheets last: they name the addresses of the others.
    paths.sort_by_key(|path| (path.extension().is_some_and(|extension| extension == "css"), path.clone()));
    let mut addresses = BTreeMap::new();
    let mut entries = BTreeMap::new();
    let mut constants = String::new();
    for path in &paths {
        let name = path.strip_prefix(folder)?.to_str().ok_or("the names of static files are plain")?;
        let Some(media_type) = media_type(name) else { continue };
        let mut content = fs::read(path)?;
        if name.ends_with(".css") || name.ends_with(".js") {
            let code = without_comments(&String::from_utf8(content)?);
            content = with_addresses(&code, &addresses)?.into_bytes();
        }
        let address = address(name, &content);
        let place = bytes_folder.join(address.replace('/', "_"));
        fs::write(&place, &content)?;
        let mut entry = format!("Asset {{ address: {address:?}, media_type: {media_type:?}, ");
        write!(entry, "plain: include_bytes!({place:?}), ")?;
        // Fonts and pictures are compressed already; below a packet there is nothing to win.
        let pays = content.len() > 1000 && !matches!(media_type, "font/woff2" | "image/png" | "image/x-icon");
        for (encoding, compress) in [("gzip", gzip as fn(&[u8]) -> _), ("brotli", brotli)] {
            if !pays {
                write!(entry, "{encoding}: None, ")?;
                continue;
            }
            let place = place.with_added_extension(encoding);
            fs::write(&place, compress(&content)?)?;
            write!(entry, "{encoding}: Some(include_bytes!({place:?})), ")?;
        }
        entry.push('}');
        let constant = name.to_uppercase().replace(|character: char| !character.is_ascii_alphanumeric(), "_");
        writeln!(
            constants,
            "#[allow(dead_code, reason = \"some files are named by the style sheet alone\")]\npub(crate) const {constant}: &str = {address:?};"
        )?;
        entries.insert(address.clone(), entry);
        addresses.insert(name.to_owned(), address);
    }
    let entries: Vec<String> = entries.into_values().collect();
    let table = format!("static ASSETS: &[Asset] = &[\n{}\n];\n{constants}", entries.join(",\n"));
    Ok(fs::write(out.join("asset.rs"), table)?)
}

/// Returns the type that a file is served with; files of other types, such as the fonts that cards are drawn with,
/// are not served.
fn media_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => return None,
    })
}

/// Returns the address of a file: its name with 12 digits of its digest before the extension.
fn address(name: &str, content: &[u8]) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("/static/{stem}.{}.{extension}", file::digits(content))
}

/// Returns a style sheet or script without lines that are comments, and without indentation: browsers need neither.
///
/// Our own files hold a comment on lines of its own, and no text that goes over several lines.
fn without_comments(code: &str) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for line in code.lines().map(str::trim) {
        let begins = line.starts_with("/*");
        if inside || begins {
            inside = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// Returns a style sheet with every `url("…")` made the address of the file it names.
fn with_addresses(sheet: &str, addresses: &BTreeMap<String, String>) -> Result<String, Box<dyn Error>> {
    let mut rewritten = String::new();
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("url(\"") {
        let (name, after) = after.split_once('"').ok_or("a `url(\"` in a style sheet does not end")?;
        let address = addresses.get(name).ok_or_else(|| format!("a style sheet names `{name}`, which is not there"))?;
        write!(rewritten, "{before}url(\"{address}\"")?;
        rest = after;
    }
    rewritten.push_str(rest);
    Ok(rewritten)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

fn brotli(content: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut compressed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &params)?;
    Ok(compressed)
}
