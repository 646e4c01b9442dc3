//! Asking one sentinel.

use std::time::{Duration, Instant};

use redis::{ConnectionLike as _, RedisResult, Value};

use super::super::driver;
use super::super::params::ConnectionParams;
use super::answer::Answer;
use crate::error::{Error, ErrorKind, Result};
use crate::registry::{nearest, suggestion};

/// Asks the sentinel at `params` for a service.
///
/// # Errors
///
/// `Config`, if it does not know the service, or is no sentinel; `Auth`, if it refuses the login; `Connection` or
/// `Timeout`, if it does not answer.
pub(super) fn ask(params: &ConnectionParams, service: &str) -> Result<Answer> {
    let answer = || {
        let mut connection = connect(params)?;
        let questions = Answer::questions(service);
        let answers = connection.req_packed_commands(&questions.get_packed_pipeline(), 0, questions.len());
        // A handshake may go on until the first answer.
        match Answer::read(answers.map_err(|error| connect_error(error, params))?)? {
            Some(answer) => Ok(answer),
            None => Err(unknown(service, &names(&mut connection).map_err(driver_error)?)),
        }
    };
    answer().map_err(|error| error.with_server(params.url.to_string()))
}

/// Connects to a sentinel; each of its answers has to come within the time that connecting may take.
pub(super) fn connect(params: &ConnectionParams) -> Result<redis::Connection> {
    let until = Instant::now() + params.options.socket_connect_timeout;
    let connect = || {
        let connection = driver::client(params)?.get_connection_with_timeout(params.options.socket_connect_timeout);
        let connection = connection.map_err(|error| connect_error(error, params))?;
        let left = until.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
        let limit = connection.set_read_timeout(Some(left)).and_then(|()| connection.set_write_timeout(Some(left)));
        limit.map_err(driver_error)?;
        Ok(connection)
    };
    connect().map_err(|error: Error| match error.kind() {
        ErrorKind::Auth => {
            let message = "it refuses the user name or the password; those for the sentinels stand in the option \
                           'sentinel_kwargs', apart from those for the servers";
            Error::new(ErrorKind::Auth, message).with_source(error)
        }
        _ => error,
    })
}

fn connect_error(error: redis::RedisError, params: &ConnectionParams) -> Error {
    driver::connect_error(error, params, params.options.socket_connect_timeout)
}

fn driver_error(error: redis::RedisError) -> Error {
    driver::error(error, driver::CONNECTING)
}

/// Returns the names of all services that a sentinel watches.
fn names(connection: &mut redis::Connection) -> RedisResult<Vec<String>> {
    let Value::Array(services) = redis::cmd("SENTINEL").arg("MASTERS").query(connection)? else {
        return Ok(Vec::new());
    };
    let name = |service| {
        let mut fields: std::collections::HashMap<String, String> = redis::from_redis_value(service).ok()?;
        fields.remove("name")
    };
    Ok(services.into_iter().filter_map(name).collect())
}

fn unknown(service: &str, known: &[String]) -> Error {
    let message = format!(
        "the sentinel watches no service '{service}'{} It watches: {}. The location names the service in the place of the \
         host: 'valkey://service/0'",
        suggestion(nearest(service, known.iter().map(String::as_str))),
        known.join(", ")
    );
    Error::new(ErrorKind::Config, message)
}
