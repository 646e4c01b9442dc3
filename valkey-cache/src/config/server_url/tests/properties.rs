//! What holds for every URL.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;

use super::*;

fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Words that stand nowhere else, joined by what makes trouble in a URL.
fn password() -> impl Strategy<Value = String> {
    let joint = prop_oneof!["[0-9]{1,2}", "[@:/?#&=%,+ \\[\\]\\\\]{1,3}", Just("://".to_owned())];
    prop::collection::vec(joint, 1..4).prop_map(|joints| format!("{}Zecret", joints.join("Zecret")))
}

fn printed(url: &str) -> String {
    match ServerUrl::parse(url) {
        Ok(url) => format!("{url} {url:?}"),
        Err(error) => format!("{error} {error:?}"),
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in ".*", scheme in "(valkeys?|unix|memory)://", rest in "[a-z0-9@:/?#&=%.\\[\\]]*") {
        let _ = ServerUrl::parse(&text);
        let _ = ServerUrl::parse(&format!("{scheme}{rest}"));
        let _ = ServerUrl::parse(&format!("{scheme}{text}"));
    }

    #[test]
    fn what_is_printed_reads_back_without_credentials(
        scheme in "(valkey|redis)s?",
        host in prop_oneof!["[a-zA-Z][a-zA-Z0-9._-]{0,10}", Just("[2001:db8::1]".to_owned()), "[^/ ]{1,5}".prop_map(|host| encode(&host))],
        port in 1_u16..,
        db in 0_u32..,
        username in "\\PC{0,8}",
        password in "\\PC{0,8}",
        query in prop_oneof![Just(""), Just("?protocol=3"), Just("?is_master=0&protocol=resp2")],
    ) {
        let (encoded, secret) = (encode(&username), encode(&password));
        let url = read(&format!("{scheme}://{encoded}:{secret}@{host}:{port}/{db}{query}"));
        prop_assert_eq!(url.username().unwrap_or_default(), &*username);
        prop_assert_eq!(url.password().map_or("", Secret::expose), &*password);
        let again = read(&url.to_string());
        prop_assert_eq!(&again, &ServerUrl { username: None, password: None, ..url.clone() });
        prop_assert_eq!(again.to_string(), url.to_string());
    }

    #[test]
    fn paths_and_names_read_back(path in "/[^\0/][^\0]{0,12}", name in "[^\0]{0,8}") {
        let unix = ServerUrl::parse(&format!("unix://{}", encode(&path).replace("%2F", "/")));
        if let Ok(unix) = unix {
            prop_assert_eq!(&read(&unix.to_string()), &unix);
        }
        let memory = read(&format!("memory://{}", encode(&name)));
        prop_assert_eq!(read(&memory.to_string()), memory);
    }

    #[test]
    fn no_text_shows_a_password(password in password(), raw in any::<bool>()) {
        let written = if raw { password } else { encode(&password) };
        for url in [
            format!("valkey://:{written}@host:6379/1"),
            format!("valkey://user:{written}@host?dbb=1"),
            format!("valkeys://user:{written}@/x"),
            format!("valkey://host?password={written}"),
            format!("unix://user:{written}@/tmp/socket"),
            format!("unix:///tmp/socket?db=1&password={written}"),
            format!("memory://:{written}@name"),
            format!("valky://:{written}@host"),
            format!(":{written}@host"),
        ] {
            let printed = printed(&url);
            prop_assert!(!printed.contains("Zecret"), "{}: {}", url, printed);
        }
    }
}
