//! Nothing is left out: the names of the operations are read from the source.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Operations of several steps; what they send is in `flows/`.
const FLOWS: [&str; 8] =
    ["get_or_set", "get_or_try_set", "get_many", "set_many", "delete_many", "delete_pattern", "clear", "get_lock"];
/// Iterators; the conformance suite goes through them.
const PAGED: [&str; 2] = ["iter_keys", "sscan_iter"];

/// What only a cluster can do. The suite runs on one server for all, which `flush_all` would empty.
const OF_CLUSTER: [&str; 5] = ["keyslot", "readonly", "readwrite", "mget_nonatomic", "mset_nonatomic"];
const OF_OWN_SERVERS: [&str; 1] = ["flush_all"];

fn texts(folder: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut text = String::new();
    for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            text += &fs::read_to_string(path).unwrap();
        }
    }
    text
}

/// Returns the methods of the command traits: what stands in a trait is indented once and not public.
fn operations() -> BTreeSet<String> {
    let source = texts("../valkey-cache/src/commands");
    let traits = source.split("\npub trait ").skip(1).filter(|text| text.contains("Commands: BaseValkeyCache"));
    let bodies = traits.filter_map(|text| text.split("\n}").next());
    let lines = bodies.flat_map(str::lines).filter_map(|line| line.strip_prefix("    fn "));
    lines.filter_map(|line| line.split(['<', '(']).next()).map(str::to_owned).collect()
}

/// Returns the options: public methods of the operations' actions.
fn options() -> BTreeSet<String> {
    let source = texts("../valkey-cache/src/commands") + &texts("../valkey-cache/src/backend");
    let lines = source.lines().filter(|line| line.contains("(mut self") || line.contains("(self) -> Action"));
    let names = lines.filter_map(|line| line.strip_prefix("    pub fn "));
    names.filter_map(|line| line.split(['<', '(']).next()).map(str::to_owned).collect()
}

fn is_called(text: &str, name: &str) -> bool {
    [format!(".{name}("), format!(".{name}::<")].iter().any(|call| text.contains(call))
}

#[track_caller]
fn assert_called<'n>(folder: &str, names: impl IntoIterator<Item = &'n str>) {
    let text = texts(folder);
    let missing: Vec<_> = names.into_iter().filter(|name| !is_called(&text, name)).collect();
    assert!(missing.is_empty(), "without a line in {folder}: {missing:?}");
}

#[test]
fn every_command_has_a_line() {
    let operations = operations();
    assert!(operations.len() > 70, "the source is read wrongly: {operations:?}");
    let known = |name: &&str| FLOWS.contains(name) || PAGED.contains(name) || OF_CLUSTER.contains(name);
    assert!(FLOWS.iter().chain(&PAGED).all(|name| operations.contains(*name)));
    assert_called("tests/wire", operations.iter().map(String::as_str).filter(|name| !known(name)));
}

#[test]
fn every_flow_has_a_script() {
    assert_called(
        "tests/flows",
        FLOWS.into_iter().chain([
            "acquire",
            "with",
            "release",
            "is_owned",
            "extend",
            "replace_ttl",
            "reacquire",
            "batch",
        ]),
    );
}

#[test]
fn every_operation_is_in_the_conformance_suite() {
    let elsewhere = OF_CLUSTER.into_iter().chain(OF_OWN_SERVERS).collect::<BTreeSet<_>>();
    assert_called("src/conformance", operations().iter().map(String::as_str).filter(|name| !elsewhere.contains(name)));
    assert_called("tests/cluster", elsewhere);
}

#[test]
fn every_option_has_a_line() {
    let options = options();
    assert!(options.contains("keep_ttl") && options.contains("all_versions"), "{options:?}");
    let text = texts("tests/wire") + &texts("tests/flows");
    let missing: Vec<_> = options.iter().filter(|name| !is_called(&text, name)).collect();
    assert!(missing.is_empty(), "options without a line: {missing:?}");
}
