//! Starts a server, or a group of them, prints the URLs, and serves until its input ends or it is killed.

use std::any::Any;
use std::env;
use std::io::{self, Read};
use std::process::exit;

use valkey_cache_tests::{Cluster, Sentinels, Server, Tls};

fn main() -> io::Result<()> {
    let kind = env::args().nth(1);
    // What is started ends with its value.
    let (urls, _started): (Vec<String>, Box<dyn Any>) = match kind.as_deref() {
        None => {
            let server = Server::start();
            (vec![server.url()], Box::new(server))
        }
        Some("sentinels") => {
            let group = Sentinels::start();
            (group.urls(), Box::new(group))
        }
        Some("cluster") => {
            let cluster = Cluster::start();
            (cluster.urls(), Box::new(cluster))
        }
        Some("tls") => {
            let server = Server::start();
            let tls = Tls::to(&server);
            (vec![tls.url(), tls.ca().display().to_string()], Box::new((tls, server)))
        }
        Some(other) => {
            eprintln!("{other:?} is nothing to start: name sentinels, cluster, tls, or nothing for a single server");
            exit(2);
        }
    };
    println!("{}", urls.join("\n"));
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
