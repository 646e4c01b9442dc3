//! What the compiler says; a binary of its own, since its cases register plugins that other tests do not expect.
//!
//! The cases that have to compile are modules: to build each on its own would build every dependency once more.

use std::fs;
use std::path::Path;

#[path = "../ui/capability/pass/code_for_several_backends.rs"]
mod code_for_several_backends;
#[path = "../ui/compressor/pass/compressors.rs"]
mod compressors;
#[path = "../ui/cache_backend/pass/conditional.rs"]
mod conditional;
#[path = "../ui/capability/pass/default_factory.rs"]
mod default_factory;
#[path = "../ui/key_function/pass/key_functions.rs"]
mod key_functions;
#[path = "../ui/cache_backend/pass/options.rs"]
mod options;
#[path = "../ui/cache_backend/pass/places.rs"]
mod places;
#[path = "../ui/serializer/pass/serializers.rs"]
mod serializers;
#[path = "../ui/cache_backend/pass/struct_forms.rs"]
mod struct_forms;
#[path = "../ui/cache_backend/pass/visibility.rs"]
mod visibility;

#[test]
fn messages() {
    trybuild::TestCases::new().compile_fail("ui/*/fail/*.rs");
}

#[test]
fn every_case_that_has_to_compile_is_a_module() {
    let modules = include_str!("ui.rs");
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    for folder in fs::read_dir(&cases).unwrap() {
        let pass = folder.unwrap().path().join("pass");
        for case in fs::read_dir(&pass).unwrap() {
            let case = case.unwrap().path();
            let name = case.strip_prefix(&cases).unwrap().to_str().unwrap();
            assert!(modules.contains(&format!("\"../ui/{name}\"")), "{name} is not a module of tests/ui.rs");
        }
    }
}
