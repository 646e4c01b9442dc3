use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use valkey_cache::CacheConfig;

use super::figures::Times;
use super::{Calls, DEADLINE, Face, Fault, Figures, Load, Topology, limit};

/// Caches that go through faults, one after the other, and are never opened anew.
pub struct Trial<'t> {
    topology: &'t dyn Topology,
    random: fastrand::Rng,
    rest: Duration,
    limit: Duration,
    caches: Vec<(Calls, Arc<dyn Face>)>,
}

impl<'t> Trial<'t> {
    /// Opens a cache of each of these styles. What is left to chance follows from `seed`.
    pub fn begin(topology: &'t dyn Topology, styles: impl IntoIterator<Item = Calls>, seed: u64) -> Self {
        let open = |calls| (calls, topology.open(calls, config(calls).socket_timeout(topology.timeout())));
        let caches = styles.into_iter().map(open).collect();
        let (random, limit) = (fastrand::Rng::with_seed(seed), limit(topology.timeout()));
        Self { topology, random, rest: Duration::ZERO, limit, caches }
    }

    /// Lets callers rest after each turn, and be later by half a timeout: for trials that go on beside others.
    #[must_use]
    pub fn paced(self, rest: Duration) -> Self {
        Self { rest, limit: self.limit + self.topology.timeout() / 2, ..self }
    }

    /// Returns the caches.
    pub fn caches(&self) -> impl Iterator<Item = &Arc<dyn Face>> {
        self.caches.iter().map(|(_, cache)| cache)
    }

    /// Does one fault after the other, and prints what they did.
    ///
    /// # Panics
    /// When one does what it must not.
    #[track_caller]
    pub fn strike_all(&mut self) {
        let faults = self.topology.faults(&mut self.random);
        let names = faults.iter().map(|fault| fault.name).collect::<Vec<_>>();
        self.strike_each(&names);
    }

    /// Does the faults of these names, and prints what they did.
    ///
    /// # Panics
    /// When one does what it must not, or is not there.
    #[track_caller]
    pub fn strike_each(&mut self, names: &[&str]) {
        let mut complaints = Vec::new();
        for figures in names.iter().flat_map(|name| self.strike(name)) {
            println!("{figures}");
            complaints.extend_from_slice(figures.complaints());
        }
        assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
    }

    /// Does a fault of this name under load, and returns what it did to each of the caches.
    ///
    /// # Panics
    /// When there is no such fault, a call does not end, or a cache does not recover.
    #[track_caller]
    pub fn strike(&mut self, name: &str) -> Vec<Figures> {
        let faults = self.topology.faults(&mut self.random);
        match faults.iter().find(|fault| fault.name == name) {
            Some(fault) => self.go_through(fault),
            None => panic!("{name:?} is none of the faults {faults:?}"),
        }
    }

    /// Does one of the faults, as chance will have it.
    ///
    /// # Panics
    /// When a call does not end, or a cache does not recover.
    #[track_caller]
    pub fn strike_any(&mut self) -> Vec<Figures> {
        let topology = self.topology;
        let faults = topology.faults(&mut self.random);
        let chosen = self.random.usize(..faults.len());
        self.go_through(&faults[chosen])
    }

    #[track_caller]
    fn go_through(&self, fault: &Fault<'_>) -> Vec<Figures> {
        let loads = self.caches.iter().map(|(_, cache)| Load::paced(Arc::clone(cache), self.rest)).collect::<Vec<_>>();
        let began = Instant::now();
        (fault.begin)();
        loads.iter().for_each(Load::wait_until_met);
        (fault.end)();
        let ended = Instant::now();
        self.topology.wait_until_whole();
        let times = Times { began, ended, whole: Instant::now(), limit: self.limit };
        loads.iter().for_each(Load::wait_until_well);
        let records = loads.into_iter().map(Load::end).collect::<Vec<_>>();
        self.topology.wait_until_whole();
        self.topology.wait_for_replicas();
        let figures = self.caches.iter().zip(records).map(|((calls, _), record)| {
            // A cache that has seen nothing of the fault looks at what is stored.
            let patient = config(*calls).socket_timeout(DEADLINE).socket_connect_timeout(DEADLINE);
            let witness = self.topology.open(*calls, patient);
            let lost = record.lost(|key| witness.get(key).expect("everything is well again"));
            Figures::new((self.topology.name(), *calls), fault, times, record, &lost)
        });
        figures.collect()
    }
}

/// Two caches on the same servers have nothing to do with each other.
fn config(calls: Calls) -> CacheConfig {
    CacheConfig::new().key_prefix(format!("{calls:?}"))
}

impl fmt::Debug for Trial<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trial").field("topology", &self.topology.name()).finish_non_exhaustive()
    }
}
