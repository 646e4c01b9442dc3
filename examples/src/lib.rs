//! The examples are programs in `examples/`. This library holds what the book needs: a cache for its code blocks, and
//! the tests that compile and run every one of them.

pub mod book;

/// Makes doc tests of the code blocks of Markdown files.
#[cfg(doctest)]
macro_rules! chapters {
    ($($name:ident: $path:literal,)+) => {
        $(
            #[doc = include_str!($path)]
            #[expect(non_camel_case_types, reason = "named as the file, so that a failing test names the chapter")]
            pub struct $name;
        )+
    };
}

#[cfg(doctest)]
chapters! {
    readme: "../../README.md",
    first_steps: "../../book/src/first-steps.md",
    backends: "../../book/src/backends.md",
    operations: "../../book/src/operations.md",
    options: "../../book/src/options.md",
    batches: "../../book/src/batches.md",
    get_or_set: "../../book/src/get-or-set.md",
    locks: "../../book/src/locks.md",
    configuration: "../../book/src/configuration.md",
    codecs: "../../book/src/codecs.md",
    values: "../../book/src/values.md",
    plugins: "../../book/src/plugins.md",
    errors: "../../book/src/errors.md",
    own_commands: "../../book/src/own-commands.md",
    connections: "../../book/src/connections.md",
    security: "../../book/src/security.md",
    growing: "../../book/src/growing.md",
    replicas: "../../book/src/replicas.md",
    sentinel: "../../book/src/sentinel.md",
    shards: "../../book/src/shards.md",
    cluster: "../../book/src/cluster.md",
    herd: "../../book/src/herd.md",
    testing: "../../book/src/testing.md",
    tracing: "../../book/src/tracing.md",
    django: "../../book/src/django.md",
}
