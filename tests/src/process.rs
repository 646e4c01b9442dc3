use std::io::{BufRead, BufReader, PipeReader, pipe};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};

use crate::guardian::Guardian;
use crate::valkey_server;

/// How long a server may take to start before the test gives up on it; a passing test waits for the server alone.
const START: Duration = Duration::from_secs(60);
/// What a server prints once it listens, and what a sentinel does, which prints no such line.
const READY: [&[u8]; 2] = [b"Ready to accept connections", b"Sentinel ID is"];

/// What a server has printed, in all its lives.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }

    /// Reads on until the server ends: one that finds its output full would stop.
    fn drain(&self, output: PipeReader, ready: &Sender<()>) {
        let mut output = BufReader::new(output);
        let mut line = Vec::new();
        while output.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&line);
            if READY.iter().any(|ready| line.windows(ready.len()).any(|part| part == *ready)) {
                // There is one such line per listener; the first is waited for.
                let _ = ready.send(());
            }
            line.clear();
        }
    }
}

/// One life of a server, from its start to its kill.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    guardian: Guardian,
    paused: AtomicBool,
}

impl Process {
    /// Starts a server in `folder` with the settings in `file`, and returns once it accepts connections.
    ///
    /// # Panics
    /// When it ends before that; the text shows what it printed.
    pub(crate) fn spawn(file: &Path, sentinel: bool, folder: &Path, log: &Log) -> Self {
        let (output, input) = pipe().expect("cannot create a pipe");
        let binary = valkey_server();
        let mut command = Command::new(binary);
        command
            .arg(file)
            .args(sentinel.then_some("--sentinel"))
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(input.try_clone().expect("cannot duplicate a pipe"))
            .stderr(input)
            // Ctrl-C is for the tests, which then end the server themselves.
            .process_group(0);
        let child = command.spawn().unwrap_or_else(|error| panic!("cannot run {}: {error}", binary.display()));
        // The command holds the writing end, and with it the end of the output would never come.
        drop(command);
        let process = Self { guardian: Guardian::of(&child, folder), child, paused: AtomicBool::new(false) };

        let ready = drain_in_background(output, log);
        if let Err(reason) = ready.recv_timeout(START) {
            panic!("{} did not start ({reason}); it printed:\n{}", binary.display(), log.text());
        }
        process
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Stops the process, and returns when it has stopped.
    pub(crate) fn pause(&self) {
        let pid = Pid::from_child(&self.child);
        self.paused.store(true, Ordering::Relaxed);
        kill_process(pid, Signal::STOP).expect("cannot stop the server");
        // The signal alone returns too early. NOWAIT leaves the news in place for the next who pauses.
        let stopped = WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT;
        waitid(WaitId::Pid(pid), stopped).expect("the server ended instead of stopping");
    }

    pub(crate) fn resume(&self) {
        kill_process(Pid::from_child(&self.child), Signal::CONT).expect("cannot continue the server");
        self.paused.store(false, Ordering::Relaxed);
    }

    pub(crate) fn is_paused(&self) -> bool {
        self.paused.load(Ordering::Relaxed)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // SIGKILL ends a stopped process too. An error means that it has ended already.
        let _ = self.child.kill();
        self.guardian.dismiss();
        let _ = self.child.wait();
    }
}

fn drain_in_background(output: PipeReader, log: &Log) -> Receiver<()> {
    let (sender, receiver) = channel();
    let log = log.clone();
    thread::Builder::new()
        .name("server-log".into())
        .spawn(move || log.drain(output, &sender))
        .expect("cannot start a thread");
    receiver
}
