//! The services of this process: each for as long as somebody uses it.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};
use std::thread;

use super::super::params::ConnectionParams;
use super::Role;
use super::shared::Shared;
use super::ticket::Ticket;
use super::{listener, round};
use crate::config::{ConnectionOptions, ServerAddress};
use crate::error::{Error, ErrorKind, Result};

/// A service that sentinels watch. The threads that ask and listen end with it.
#[derive(Debug)]
pub(in crate::factory) struct Service(Arc<Shared>);

/// Services are the same if their names and all options are.
type Services = HashMap<(String, ConnectionOptions), Weak<Service>>;

static SERVICES: LazyLock<Mutex<Services>> = LazyLock::new(Mutex::default);

impl Service {
    /// Returns the service that a URL names; makes it if this process does not know it.
    ///
    /// # Errors
    ///
    /// `Config`, if the URL names none, or the options name no sentinels.
    pub(in crate::factory) fn named_by(params: &ConnectionParams) -> Result<Arc<Self>> {
        let key = (name(params)?.to_owned(), params.options.clone());
        let mut services = SERVICES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(service) = services.get(&key).and_then(Weak::upgrade) {
            return Ok(service);
        }
        services.retain(|_, service| service.strong_count() > 0);
        let sentinels = params.options.sentinels.iter().map(|url| ConnectionParams::new(url, &params.options));
        let service = Arc::new(Self(Arc::new(Shared::new(&key.0, sentinels.collect()))));
        services.insert(key, Arc::downgrade(&service));
        Ok(service)
    }

    /// Asks the sentinels, and returns what to wait for; one may also leave it at that.
    ///
    /// The threads start here, the first time: nothing is sent before a connection is needed.
    ///
    /// # Errors
    ///
    /// `Unavailable`, if there are no threads to be had.
    pub(in crate::factory) fn ask(&self, role: Role) -> Result<Ticket> {
        if self.0.claim_start() {
            self.start().map_err(|error| {
                self.0.release_start();
                let message = "no thread could be started that asks the sentinels";
                Error::new(ErrorKind::Unavailable, message).with_source(error)
            })?;
        }
        Ok(self.0.ask(role))
    }

    fn start(&self) -> std::io::Result<()> {
        spawn(&self.0, round::run)?;
        let mut sentinels = self.0.sentinels().iter().cloned();
        sentinels.try_for_each(|sentinel| spawn(&self.0, move |shared| listener::listen(shared, &sentinel)))
    }
}

fn spawn(shared: &Arc<Shared>, run: impl FnOnce(&Arc<Shared>) + Send + 'static) -> std::io::Result<()> {
    let shared = Arc::clone(shared);
    thread::Builder::new().name("valkey-sentinel".to_owned()).spawn(move || run(&shared)).map(drop)
}

impl Deref for Service {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.0.close();
    }
}

fn name(params: &ConnectionParams) -> Result<&str> {
    let host = match params.url.address() {
        ServerAddress::Tcp { host, .. } if !params.url.has_written_port() => host,
        _ => {
            let message = format!(
                "{} names no service of the sentinels; the location is 'valkey://service/0', with the name of the service \
                 in the place of the host, and no port",
                params.url.without_given_role()
            );
            return Err(Error::new(ErrorKind::Config, message));
        }
    };
    if params.options.sentinels.is_empty() {
        let message = format!(
            "the option 'sentinels' is missing, and only they know where the service '{host}' is; write \
             sentinels = [\"host:26379\", …]"
        );
        return Err(Error::new(ErrorKind::Config, message));
    }
    Ok(host)
}
