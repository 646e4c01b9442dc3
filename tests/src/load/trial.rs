use std::sync::Arc;
use std::time::{Duration, Instant};

use valkey_cache::CacheConfig;

use super::figures::Times;
use super::{Calls, DEADLINE, Face, Figures, Load, TIMEOUT, Topology};

/// One cache that goes through faults, one after the other, and is never opened anew.
pub struct Trial<'t> {
    topology: &'t dyn Topology,
    calls: Calls,
    random: fastrand::Rng,
    rest: Duration,
    cache: Arc<dyn Face>,
}

impl<'t> Trial<'t> {
    /// Opens the cache.
    pub fn begin(topology: &'t dyn Topology, calls: Calls, seed: u64) -> Self {
        let cache = topology.open(calls, config(calls).socket_timeout(TIMEOUT));
        Self { topology, calls, random: fastrand::Rng::with_seed(seed), rest: Duration::ZERO, cache }
    }

    /// Lets callers rest after each turn.
    pub fn paced(self, rest: Duration) -> Self {
        Self { rest, ..self }
    }

    /// Returns the cache.
    pub fn cache(&self) -> &Arc<dyn Face> {
        &self.cache
    }

    /// Does one fault after the other, and prints what they did.
    ///
    /// # Panics
    /// When one does what it must not.
    #[track_caller]
    pub fn strike_all(&mut self) {
        let names = self.topology.faults(&mut self.random).iter().map(|fault| fault.name).collect::<Vec<_>>();
        let mut complaints = Vec::new();
        for name in names {
            let figures = self.strike(name);
            println!("{figures}");
            complaints.extend(figures.complaints().iter().map(|complaint| format!("{name}: {complaint}")));
        }
        assert!(complaints.is_empty(), "{}, {:?}:\n{}", self.topology.name(), self.calls, complaints.join("\n"));
    }

    /// Does one fault under load, and returns what it did.
    ///
    /// # Panics
    /// When there is no such fault, a call does not end, or the cache does not recover.
    #[track_caller]
    pub fn strike(&mut self, name: &str) -> Figures {
        let faults = self.topology.faults(&mut self.random);
        let Some(fault) = faults.iter().find(|fault| fault.name == name) else {
            panic!("{name:?} is none of the faults {faults:?}");
        };
        let load = Load::paced(&self.cache, self.rest);
        (fault.begin)();
        load.wait_until_met();
        (fault.end)();
        let ended = Instant::now();
        self.topology.wait_until_whole();
        let whole = Instant::now();
        load.wait_until_well();
        let record = load.end();
        self.topology.wait_until_whole();
        // One that has seen nothing of the fault looks at what is stored.
        let patient = config(self.calls).socket_timeout(DEADLINE).socket_connect_timeout(DEADLINE);
        let witness = self.topology.open(self.calls, patient);
        let lost = record.lost(|key| witness.get(key).expect("everything is well again"));
        Figures::new((self.topology.name(), self.calls), fault, Times { ended, whole }, record, &lost)
    }
}

/// Two trials on the same servers have nothing to do with each other.
fn config(calls: Calls) -> CacheConfig {
    CacheConfig::new().key_prefix(format!("{calls:?}"))
}

impl std::fmt::Debug for Trial<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trial")
            .field("topology", &self.topology.name())
            .field("calls", &self.calls)
            .finish_non_exhaustive()
    }
}
