//! A Python process that does with django-valkey what it is told, see `tests/python/peer.py`.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

use serde_json::{Map, Value as Json, json};
use valkey_cache_tests::{python, python_programs};

use super::value::Value;

/// The process. It ends when its input does, so that it never outlives the tests.
pub(super) struct Peer(Mutex<Process>);

struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Peer {
    pub(super) fn start() -> Self {
        let mut command = python();
        command
            .arg(python_programs().join("peer.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("cannot run {command:?}: {error}"));
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let output = BufReader::new(output.expect("the output is a pipe"));
        Self(Mutex::new(Process { child, input: input.expect("the input is a pipe"), output }))
    }

    /// The one for all tests that ask little of it.
    pub(super) fn shared() -> &'static Self {
        static SHARED: LazyLock<Peer> = LazyLock::new(Peer::start);
        &SHARED
    }

    /// Makes a cache as Django does of an entry of `CACHES`.
    pub(super) fn open(&self, settings: Json) -> Django<'_> {
        match self.ask(&json!({ "open": settings })) {
            Ok(cache) => self.kept(cache),
            Err(raised) => panic!("Django does not open {settings}: {raised:?}"),
        }
    }

    fn kept(&self, value: Value) -> Django<'_> {
        match value {
            Value::Kept(number) => Django { peer: self, number },
            other => panic!("the peer answered the value {other} where something to call was expected"),
        }
    }

    fn ask(&self, request: &Json) -> Result<Value, Raised> {
        let answer = self.0.lock().unwrap_or_else(PoisonError::into_inner).ask(request);
        match &answer["raised"] {
            Json::String(name) => {
                Err(Raised { name: name.clone(), text: answer["text"].as_str().unwrap_or_default().to_owned() })
            }
            _ => Ok(Value::from_json(&answer["returned"])),
        }
    }
}

impl Process {
    fn ask(&mut self, request: &Json) -> Json {
        let mut answer = String::new();
        let asked = writeln!(self.input, "{request}").and_then(|()| self.output.read_line(&mut answer));
        match asked {
            Ok(1..) => serde_json::from_str(&answer).expect("the peer answers JSON"),
            _ => {
                let mut said = String::new();
                if let Some(errors) = &mut self.child.stderr {
                    errors.read_to_string(&mut said).expect("what Python says is text");
                }
                panic!("the peer ended without an answer; it said:\n{said}")
            }
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An exception of Python's, with its traceback.
pub(super) struct Raised {
    pub(super) name: String,
    text: String,
}

impl std::fmt::Debug for Raised {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// Something of Django's: a cache or a lock.
#[derive(Clone, Copy)]
pub(super) struct Django<'p> {
    peer: &'p Peer,
    number: u64,
}

impl<'p> Django<'p> {
    /// Begins a call of a method.
    pub(super) fn call(self, method: &'static str) -> Call<'p> {
        Call { on: self, method, args: Vec::new(), kwargs: Map::new() }
    }
}

/// A call with its arguments.
pub(super) struct Call<'p> {
    on: Django<'p>,
    method: &'static str,
    args: Vec<Json>,
    kwargs: Map<String, Json>,
}

impl<'p> Call<'p> {
    pub(super) fn arg(mut self, value: impl Into<Value>) -> Self {
        self.args.push(value.into().to_json());
        self
    }

    pub(super) fn named(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.kwargs.insert(name.to_owned(), value.into().to_json());
        self
    }

    /// Calls and expects an answer.
    #[track_caller]
    pub(super) fn go(self) -> Value {
        let method = self.method;
        self.tried().unwrap_or_else(|raised| panic!("Django's {method} failed: {raised:?}"))
    }

    /// Calls and expects an answer that can be called again.
    #[track_caller]
    pub(super) fn kept(self) -> Django<'p> {
        let peer = self.on.peer;
        peer.kept(self.go())
    }

    pub(super) fn tried(self) -> Result<Value, Raised> {
        let Self { on: Django { peer, number }, method, args, kwargs } = self;
        peer.ask(&json!({ "on": number, "call": method, "args": args, "kwargs": kwargs }))
    }
}
