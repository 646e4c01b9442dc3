use std::net::{Ipv4Addr, SocketAddr};
use std::ops::Deref;

use crate::{Builder, PortClaim, Proxy, Server};

/// A server of a group, and the address by which the group tells others to find it.
#[derive(Debug)]
pub struct Node {
    server: Server,
    proxy: Option<Proxy>,
}

impl Node {
    /// Starts it on a port of its own, which the setting `announce` hides behind that of a proxy, if there is one.
    pub(crate) fn start(builder: Builder, announce: Option<&str>) -> Self {
        let port = PortClaim::new();
        let proxy = announce.map(|_| Proxy::to((Ipv4Addr::LOCALHOST, port.port()).into()));
        let builder = builder.port(port);
        let builder = match announce.zip(proxy.as_ref()) {
            Some((setting, proxy)) => builder.arg(setting, &proxy.addr().port().to_string()),
            None => builder,
        };
        Self { server: builder.start(), proxy }
    }

    /// Returns the address that sentinels and other nodes tell clients: the proxy's, if there is one.
    pub fn announced(&self) -> SocketAddr {
        self.proxy.as_ref().map_or_else(|| self.server.addr(), Proxy::addr)
    }

    /// Returns the URL of the announced address, with user and password.
    pub fn announced_url(&self) -> String {
        format!("valkey://{}{}/0", self.server.url_user(), self.announced())
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
