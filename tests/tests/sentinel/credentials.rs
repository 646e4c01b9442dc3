//! Passwords of the nodes that change while the primary does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use valkey_cache::ErrorKind;
use valkey_cache::config::{CacheConfig, Credentials, CredentialsProvider};
use valkey_cache_tests::load::{Load, TIMEOUT};
use valkey_cache_tests::{Node, Sentinels, eventually, eventually_ok};

use super::{DEADLINE, Open, both_styles, login, patient};
use crate::login::vault::{Vault, shop};

both_styles!(
    passwords_change_while_primaries_do,
    the_provider_is_for_the_nodes_alone,
    a_new_primary_with_another_password_is_told,
);

/// Starts a group whose nodes know the user `shop` with this password; sentinels and replicas log in as another one.
fn group(password: &str) -> Sentinels {
    let group =
        Sentinels::builder().node_user("admin", "of-the-nodes").sentinel_user("watcher", "of-sentinels").start();
    group.nodes().iter().for_each(|node| allow_only(node, &[password]));
    group
}

/// Lets `shop` log in to a node with these passwords and no others.
///
/// A node that becomes a replica meanwhile breaks the connection, perhaps after it obeyed, so the command says the
/// whole state and can be sent again: a password cannot be taken away twice.
fn allow_only(node: &Node, passwords: &[&str]) {
    let passwords: Vec<_> = passwords.iter().map(|password| format!(">{password}")).collect();
    let mut command = vec!["ACL", "SETUSER", "shop", "on", "~sentinel:*", "&*", "+@all", "resetpass"];
    command.extend(passwords.iter().map(String::as_str));
    eventually_ok(DEADLINE, || node.command(&command));
}

fn asking(group: &Sentinels, vault: &Arc<Vault>) -> CacheConfig {
    patient(group)
        .sentinel_kwargs(login("watcher", "of-sentinels"))
        .credentials(Arc::clone(vault) as Arc<dyn CredentialsProvider>)
}

/// A password is allowed before the provider says it, and for as long as somebody may be about to log in with it.
fn passwords_change_while_primaries_do(open: Open) {
    let group = group("0");
    let vault = Vault::new(shop("0"));
    let cache = open(&asking(&group, &vault).socket_timeout(TIMEOUT));
    let is_over = AtomicBool::new(false);
    let load = Load::start(cache.clone());
    let changes = thread::scope(|scope| {
        let rotation = scope.spawn(|| {
            let mut number = 1;
            while !is_over.load(Ordering::Relaxed) {
                let [old, new] = [number - 1, number].map(|number| number.to_string());
                group.nodes().iter().for_each(|node| allow_only(node, &[&old, &new]));
                vault.put(Some(shop(&new)));
                group.nodes().iter().for_each(|node| drop(node.command(&["CLIENT", "KILL", "USER", "shop"])));
                // Once all have written, nobody is about to log in with what the provider said before.
                load.wait_for_writes(2);
                group.nodes().iter().for_each(|node| allow_only(node, &[&new]));
                number += 1;
            }
            number
        });
        for _ in 0..2 {
            group.fail_over();
            load.wait_for_writes(20);
        }
        is_over.store(true, Ordering::Relaxed);
        rotation.join().unwrap()
    });
    load.wait_until_well();
    let record = load.end();
    println!("{changes} passwords, asked {} times: {} calls, {:?}", vault.asked(), record.calls, record.errors);
    assert!(changes > 2, "{changes}");
    assert!(record.wrong.is_empty(), "{:?}", record.wrong);
    // Connections were killed under its feet, so a call may fail; but nobody was refused.
    assert!(!record.kinds().contains("Auth"), "{:?}", record.texts);
}

fn the_provider_is_for_the_nodes_alone(open: Open) {
    let group = group("one");
    let vault = Vault::new(shop("one"));
    let cache = open(&asking(&group, &vault));
    assert!(cache.set("text", "stored").unwrap());
    assert_eq!(vault.asked(), 1, "by the connection to the primary, and by none to a sentinel");
    // Without it the nodes would take nobody.
    let error =
        open(&patient(&group).sentinel_kwargs(login("watcher", "of-sentinels"))).set("text", "stored").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth, "{error:?}");
}

fn a_new_primary_with_another_password_is_told(open: Open) {
    let group = group("one");
    let vault = Vault::new(shop("one"));
    let cache = open(&asking(&group, &vault).ignore_exceptions(true));
    assert!(cache.set("text", "stored").unwrap());
    for replica in group.replicas() {
        allow_only(replica, &["other-one"]);
    }
    let new = group.fail_over();
    let mut error = None;
    eventually(DEADLINE, || {
        error = cache.set("text", "stored").err();
        error.is_some()
    });
    let error = error.unwrap();
    assert_eq!(error.kind(), ErrorKind::Auth, "{error:?}");
    for part in ["`credentials`", &new.addr().to_string()] {
        assert!(error.to_string().contains(part), "{error}");
    }
    assert!(!format!("{error} {error:#?}").contains("other-one"), "{error:?}");
    vault.put(Some(Credentials::user("shop", "other-one")));
    assert!(cache.set("text", "stored").unwrap());
}
