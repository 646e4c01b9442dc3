//! The floors of the library: a module imports only from those that stand above it in `lib.rs`.

use std::fs::{read_dir, read_to_string};
use std::path::{Path, PathBuf};

const LONGEST_FILE: usize = 400;

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../valkey-cache/src")
}

/// All files of the library, with their paths within it.
fn files(folder: &Path) -> Vec<(String, String)> {
    let entries = read_dir(folder).expect("the library's sources can be read");
    let paths = entries.map(|entry| entry.expect("the library's sources can be read").path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => files(&path),
            false => {
                let name = path.strip_prefix(source()).expect("it is within the sources").display().to_string();
                vec![(name, read_to_string(&path).expect("a source is text"))]
            }
        })
        .collect()
}

/// The modules in the order of `lib.rs`, lowest first, and what `lib.rs` re-exports from each.
fn floors() -> (Vec<String>, Vec<(String, String)>) {
    let lib = read_to_string(source().join("lib.rs")).expect("lib.rs is text");
    let (mut modules, mut names) = (Vec::new(), Vec::new());
    for statement in lib.lines().filter(|line| !line.starts_with("//")).collect::<String>().split(';') {
        let statement = statement.rsplit(']').next().unwrap_or_default().trim();
        let statement = statement.strip_prefix("pub ").unwrap_or(statement);
        if let Some(module) = statement.strip_prefix("mod ") {
            modules.push(module.to_owned());
        } else if let Some((module, items)) = statement.strip_prefix("use ").and_then(|path| path.split_once("::")) {
            names.extend(words(items).map(|item| (item.to_owned(), module.to_owned())));
        }
    }
    (modules, names)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

/// What follows each `crate::` outside comments: one name, or all that stand first within braces.
fn imports(text: &str) -> Vec<String> {
    let code = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1).filter(|rest| !rest.starts_with("macro")) {
        let Some(list) = rest.strip_prefix('{') else {
            found.extend(words(rest).next().map(str::to_owned));
            continue;
        };
        let mut depth = 0;
        for part in list.split_inclusive(['{', '}', ',']) {
            found.extend((depth == 0).then(|| words(part).next().map(str::to_owned)).flatten());
            depth += i32::from(part.ends_with('{')) - i32::from(part.ends_with('}'));
            if depth < 0 {
                break;
            }
        }
    }
    found
}

/// The table of contents, and tests, which use the crate as anybody does.
fn is_exempt(file: &str) -> bool {
    file == "lib.rs" || file.split('/').any(|part| matches!(part, "tests" | "tests.rs"))
}

#[test]
fn imports_go_down() {
    let (floors, names) = floors();
    assert!(floors.len() > 8, "lib.rs could not be read: it seems to have the modules {floors:?} only");
    let floor_of = |name: &str| {
        let module = names.iter().find(|(item, _)| item == name).map_or(name, |(_, module)| module);
        floors.iter().position(|floor| floor == module)
    };
    let mut wrong = Vec::new();
    for (file, text) in files(&source()).iter().filter(|(file, _)| !is_exempt(file)) {
        let module = file.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let module = if module == "private" { "__private" } else { module };
        let Some(here) = floors.iter().position(|floor| floor == module) else {
            wrong.push(format!("{file} is on no floor: add its module to lib.rs, where it belongs"));
            continue;
        };
        for import in imports(text) {
            match floor_of(&import) {
                Some(there) if there <= here => {}
                Some(_) => wrong.push(format!("{file} imports crate::{import}, which is on a floor above")),
                // The macros, which are another crate.
                None if names.iter().any(|(item, _)| *item == import) => {}
                None => wrong.push(format!("{file} imports crate::{import}, which is on no floor")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_short() {
    let long = files(&source()).into_iter().map(|(file, text)| (file, text.lines().count()));
    let long = long.filter(|(_, lines)| *lines > LONGEST_FILE).collect::<Vec<_>>();
    assert!(long.is_empty(), "longer than {LONGEST_FILE} lines, cut them in two: {long:?}");
}

/// Cargo is told which test binaries there are, so a file that nobody names would be forgotten in silence.
#[test]
fn every_test_file_is_built() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (manifest, modules) = (include_str!("../Cargo.toml"), include_str!("main.rs"));
    let mut forgotten = Vec::new();
    for entry in read_dir(folder.join("tests")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let is_module = modules.lines().any(|line| line == format!("mod {name};"));
        let is_binary = manifest.contains(&format!("path = \"tests/{name}.rs\""));
        if !is_module && !is_binary {
            forgotten.push(name.to_owned());
        }
    }
    assert!(forgotten.is_empty(), "neither modules of main.rs nor named in Cargo.toml: {forgotten:?}");
}
