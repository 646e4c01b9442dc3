//! The book and the README hold together: every chapter is listed and tested, and every link leads somewhere.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn chapters() -> Vec<PathBuf> {
    let files = root().join("book/src").read_dir().expect("the folder of the book can be read");
    let paths = files.map(|file| file.expect("the folder of the book can be read").path());
    paths.filter(|path| path.file_name().is_some_and(|name| name != "SUMMARY.md")).collect()
}

/// The targets of Markdown links, without those on the web and without anchors.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://")).filter_map(|target| target.split('#').next())
}

#[test]
fn every_chapter_is_in_the_summary_the_readme_and_the_tests() {
    let summary = read(&root().join("book/src/SUMMARY.md"));
    let readme = read(&root().join("README.md"));
    let tests = read(&root().join("examples/src/lib.rs"));
    for chapter in chapters() {
        let name = chapter.file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert!(summary.contains(&format!("]({name})")), "book/src/SUMMARY.md lacks {name}");
        assert!(readme.contains(&format!("](book/src/{name})")), "README.md lacks {name}");
        assert!(tests.contains(&format!("\"../../book/src/{name}\"")), "examples/src/lib.rs lacks {name}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "tests/README.md", "book/src/SUMMARY.md"];
    for page in pages.map(|page| root().join(page)).into_iter().chain(chapters()) {
        let folder = page.parent().expect("a page is in a folder");
        let text = read(&page);
        let dead = links(&text).filter(|link| !link.is_empty() && !folder.join(link).exists()).collect::<Vec<_>>();
        assert!(dead.is_empty(), "{} links to {dead:?}, which do not exist", page.display());
    }
}

#[test]
fn every_block_of_code_is_tested() {
    for page in chapters() {
        assert!(!read(&page).contains("```rust,ignore"), "{} has a block that nothing compiles", page.display());
    }
}

#[test]
fn every_example_is_in_the_readme() {
    let readme = read(&root().join("README.md"));
    for file in root().join("examples/examples").read_dir().expect("the folder of the examples can be read") {
        let name = file.expect("the folder of the examples can be read").file_name();
        let name = name.to_string_lossy().replace(".rs", "");
        assert!(readme.contains(&name), "README.md does not name the example {name}");
    }
}
