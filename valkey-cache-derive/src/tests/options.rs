use proc_macro2::TokenStream;
use quote::quote;

use super::{message, messages};

fn expand(args: TokenStream) -> TokenStream {
    crate::backend::expand(
        args,
        quote!(
            struct AppCache;
        ),
    )
}

#[test]
fn a_misspelt_option_suggests_the_nearest_and_is_not_told_as_missing() {
    assert_eq!(
        message(expand(quote!(clinet = DefaultClient))),
        "unknown option `clinet`; did you mean `client`? Known: `client`, `factory`, `name`, `serializer`, \
         `compressor`, `key_prefix`, `version`, `timeout`, `crate`"
    );
    assert!(message(expand(quote!(client = C, KEY_PREFIX = "a"))).contains("did you mean `key_prefix`?"));
    assert!(message(expand(quote!(client = C, prefix = "a"))).contains("did you mean `key_prefix`?"));
}

#[test]
fn an_option_unlike_any_lists_all() {
    assert!(message(expand(quote!(client = C, colour = "red"))).starts_with("unknown option `colour`. Known: "));
}

#[test]
fn an_option_of_a_configuration_is_sent_there() {
    assert_eq!(
        message(expand(quote!(client = C, sentinels = ["host:26379"]))),
        "option `sentinels` stands in the configuration, a `CacheConfig` or a file, and not in the declaration of a backend"
    );
}

#[test]
fn a_value_that_is_missing_is_told_before_syn_stumbles_over_it() {
    let expected = "option `client` has no value; write `client = DefaultClient`";
    assert_eq!(message(expand(quote!(client = , factory = F))), expected);
    assert_eq!(message(expand(quote!(client =))), expected);
    assert_eq!(message(expand(quote!(client))), expected);
    assert_eq!(
        message(expand(quote!(client(C)))),
        "expected `=` after the option `client`, found `(C)`; write `client = DefaultClient`"
    );
}

#[test]
fn commas_between_angle_brackets_do_not_end_a_value() {
    assert!(messages(expand(quote!(client = A<B, C<D>, E>, factory = F))).is_empty());
    assert!(messages(expand(quote!(client = A<fn() -> B, Item = C>, factory = F))).is_empty());
}

#[test]
fn commas_that_are_missing_or_too_many_are_told() {
    assert_eq!(
        message(expand(quote!(client = C factory = F))),
        "expected a comma before `factory`: each option ends with one"
    );
    assert_eq!(
        message(expand(quote!(client = C,, version = 1))),
        "expected an option such as `client = DefaultClient` before this comma, found nothing"
    );
    assert!(messages(expand(quote!(client = C,))).is_empty());
}

#[test]
fn what_is_no_option_is_told() {
    assert_eq!(
        message(expand(quote!("client", client = C))),
        "expected an option such as `client = DefaultClient`, found `\"client\"`"
    );
}

#[test]
fn an_option_given_twice_is_told_once() {
    assert_eq!(
        message(expand(quote!(client = C, version = 1, version = 2))),
        "option `version` is given twice; keep one of them"
    );
    assert_eq!(
        message(expand(quote!(client = C, version = , version = 2))),
        "option `version` has no value; write `version = 1`"
    );
}

#[test]
fn numbers_are_checked() {
    let wrong = |args: TokenStream| message(expand(quote!(client = C, #args)));
    for value in [quote!(-1), quote!(1.5), quote!("1"), quote!(1u8), quote!(18446744073709551616), quote!(ONE)] {
        assert!(wrong(quote!(version = #value)).starts_with("option `version` takes a whole number from 0 to"));
    }
    for value in
        [quote!(-1), quote!(-0.5), quote!(1e400), quote!(1e20), quote!(300s), quote!("forever"), quote!(5 * 60)]
    {
        assert!(
            wrong(quote!(timeout = #value)).starts_with("option `timeout` takes a number of seconds, 0 or more, or")
        );
    }
    assert!(wrong(quote!(version = -1)).contains("found `-1`"));
}

#[test]
fn strings_are_checked() {
    let wrong = |args: TokenStream| message(expand(quote!(client = C, #args)));
    assert_eq!(wrong(quote!(name = "")), "option `name` is empty; write for example `name = \"AppCache\"`");
    assert_eq!(
        wrong(quote!(serializer = " ")),
        "option `serializer` is empty; write for example `serializer = \"json\"`"
    );
    assert_eq!(
        wrong(quote!(compressor = zstd)),
        "option `compressor` takes a string, found `zstd`; write for example `compressor = \"zstd\"`"
    );
    assert!(messages(expand(quote!(client = C, key_prefix = ""))).is_empty());
}

#[test]
fn types_and_paths_are_checked() {
    assert_eq!(
        message(expand(quote!(client = "C"))),
        "option `client` takes a type, found a string; write `client = C` without the quotes"
    );
    for value in [quote!((A, B)), quote!(&A), quote!(_), quote!(5), quote!(A<), quote!(dyn A)] {
        assert!(
            message(expand(quote!(client = #value))).starts_with("option `client` takes the name of a type, found")
        );
    }
    for value in [quote!(1), quote!("1"), quote!("a b"), quote!(a<b>)] {
        assert!(message(expand(quote!(client = C, crate = #value))).starts_with("option `crate` takes a path, found"));
    }
}
