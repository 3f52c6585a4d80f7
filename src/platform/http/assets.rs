//! The stylesheet, the scripts and the pictures of the pages, embedded in the binary.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "src/platform/http/static/"]
#[include = "css/*.css"]
#[include = "*.js"]
#[include = "*.svg"]
#[include = "*.png"]
struct Files;

struct Assets {
    /// One hash over all names and contents. Scripts import one another by relative address, so files of one build
    /// must share a folder: a hash per file would break those imports.
    hash: String,
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

fn assets() -> &'static Assets {
    static ASSETS: OnceLock<Assets> = OnceLock::new();
    ASSETS.get_or_init(|| {
        let (sheets, mut files): (Vec<_>, BTreeMap<String, Cow<'static, [u8]>>) = {
            let all =
                Files::iter().filter_map(|name| Some((name.to_string(), Files::get(&name)?.data)));
            let (sheets, files): (BTreeMap<_, _>, BTreeMap<_, _>) =
                all.partition(|(name, _)| name.starts_with("css/"));
            (sheets.into_values().collect(), files)
        };
        // Written in parts, sent as one: on a slow line each request costs more than its bytes.
        let sheet = squeezed(&String::from_utf8_lossy(&sheets.concat()));
        files.insert("app.css".to_owned(), Cow::Owned(sheet.into_bytes()));
        let mut hasher = Sha256::new();
        for (name, data) in &files {
            hasher.update(name.as_bytes());
            hasher.update([0]);
            hasher.update(Sha256::digest(data));
        }
        let hash = hasher
            .finalize()
            .iter()
            .take(6)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Assets { hash, files }
    })
}

/// The address of a static file, with the hash of this build's files in it: it may be cached for ever.
#[must_use]
pub fn asset_url(name: &str) -> String {
    format!("/static/{}/{name}", assets().hash)
}

/// A stylesheet without what only its authors need: comments, indentation, and the blanks beside marks. It does not know
/// quoted texts, so such a text must not hold a comment or a mark with a blank (`", "`).
fn squeezed(sheet: &str) -> String {
    let mut bare = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let lines = bare.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .collect::<Vec<_>>()
        .join("\n")
        .replace(" {", "{")
        .replace("{ ", "{")
        .replace("; ", ";")
        .replace(";}", "}")
        .replace(": ", ":")
        .replace(", ", ",")
}

/// A file of this build by its name alone, for the few that are served without a hash in their address.
#[must_use]
pub fn named(name: &str) -> Option<(&'static str, &'static [u8])> {
    assets()
        .files
        .get(name)
        .map(|data| (content_type(name), data.as_ref()))
}

/// The file at `/static/{hash}/{name}` with its content type; `None` when there is no such file or the hash is that of
/// another build (its content could differ, and the answer would be cached for ever).
#[must_use]
pub fn find(hash: &str, name: &str) -> Option<(&'static str, &'static [u8])> {
    let assets = assets();
    if hash != assets.hash {
        return None;
    }
    assets
        .files
        .get(name)
        .map(|data| (content_type(name), data.as_ref()))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_its_file_and_a_foreign_hash_to_none() {
        let url = asset_url("app.css");
        let mut parts = url.trim_start_matches("/static/").split('/');
        let (hash, name) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        let (content_type, bytes) = find(hash, name).expect("the stylesheet is embedded");
        assert_eq!(content_type, "text/css; charset=utf-8");
        assert!(!bytes.is_empty());
        assert!(find("000000000000", name).is_none());
        assert!(find(hash, "../page.rs").is_none());
    }

    #[test]
    fn the_stylesheet_is_light_and_loses_only_blanks_and_comments() {
        let squeezed = squeezed(
            "/* why */\n.a > b,\n.c::after { content: \"\"; width: calc(1px + 2em); }\n\n@media print {\n  .a { top: 0; }\n}\n",
        );
        assert_eq!(
            squeezed,
            ".a > b,\n.c::after{content:\"\";width:calc(1px + 2em)}\n@media print{\n.a{top:0}\n}"
        );
        let (_, sheet) = named("app.css").expect("the stylesheet is embedded");
        // Packed for the way it is about a quarter of this: 11 kB.
        assert!(sheet.len() <= 62_000, "app.css has {} bytes", sheet.len());
    }

    #[test]
    fn every_relative_import_of_a_script_names_an_embedded_file() {
        for (name, data) in &assets().files {
            let text = String::from_utf8_lossy(data);
            for import in text.lines().filter_map(|l| l.split_once(" from \"./")) {
                let target = import.1.split('"').next().unwrap_or_default();
                assert!(
                    assets().files.contains_key(target),
                    "{name} imports {target}"
                );
            }
        }
    }
}
