use std::net::{Ipv4Addr, SocketAddr};
use std::ops::Deref;

use crate::{Builder, PortClaim, Proxy, Server, Tls};

/// A server of a group, and the address by which the group tells others to find it.
#[derive(Debug)]
pub struct Node {
    // The order of the fields is the order of their end: what is in front of a server before the server.
    proxy: Option<Proxy>,
    tls: Option<Tls>,
    server: Server,
}

impl Node {
    /// Starts it on a port of its own, which the setting `announce` hides behind that of a proxy, if there is one.
    pub(crate) fn start(builder: Builder, announce: Option<&str>) -> Self {
        Self::start_behind(builder, announce, None)
    }

    /// Starts it behind a proxy behind which TLS ends.
    pub(crate) fn start_with_tls(builder: Builder, announce: &str) -> Self {
        Self::start_behind(builder, Some(announce), Some(PortClaim::new()))
    }

    fn start_behind(builder: Builder, announce: Option<&str>, tls: Option<PortClaim>) -> Self {
        let port = PortClaim::new();
        // Its number has to be known before the server starts, and TLS ends at a server that is there.
        let behind = tls.as_ref().unwrap_or(&port).port();
        let proxy = announce.map(|_| Proxy::to((Ipv4Addr::LOCALHOST, behind).into()));
        let builder = builder.port(port);
        let builder = match announce.zip(proxy.as_ref()) {
            Some((setting, proxy)) => builder.arg(setting, &proxy.addr().port().to_string()),
            None => builder,
        };
        let server = builder.start();
        let tls = tls.map(|port| Tls::builder().port(port).plain_too().start(&server));
        Self { proxy, tls, server }
    }

    /// Returns the address that sentinels and other nodes tell clients: the proxy's, if there is one.
    pub fn announced(&self) -> SocketAddr {
        self.proxy.as_ref().map_or_else(|| self.server.addr(), Proxy::addr)
    }

    /// Returns the URL of the announced address, with user and password.
    pub fn announced_url(&self) -> String {
        format!("valkey://{}{}/0", self.server.url_user(), self.announced())
    }

    /// Returns the end of TLS in front of the server.
    ///
    /// # Panics
    /// When the group was built without TLS.
    pub fn tls(&self) -> &Tls {
        self.tls.as_ref().expect("this group has no TLS: build it with `.tls()`")
    }

    /// Returns the proxy at the announced address.
    ///
    /// # Panics
    /// When the group was built without proxies.
    pub fn proxy(&self) -> &Proxy {
        self.proxy.as_ref().expect("this group has no proxies: build it with `.proxies()`")
    }
}

impl Deref for Node {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.port() == other.port()
    }
}
