//! Starts a server, prints its URL, and serves until its input ends or it is killed.

use std::io::{self, Read};

use valkey_cache_tests::Server;

fn main() -> io::Result<()> {
    let server = Server::start();
    println!("{}", server.url());
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
