use std::time::{Duration, SystemTime, UNIX_EPOCH};

use valkey_cache::codec::{DateTime, Value, Zone};
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use crate::replay::call::{Called, Unanswered, ask};
use crate::replay::recording::Case;

pub(in crate::replay) async fn call<B: BaseValkeyCache, S: Style<B>>(cache: &B, case: &Case) -> Called {
    match case.op {
        "touch" => {
            case.takes(&[])?;
            let mut touch = cache.touch(case.key(0)?);
            if let Some(timeout) = case.timeout(1)? {
                touch = touch.timeout(timeout);
            }
            ask::<B, S, _>(case, touch, Value::Bool).await
        }
        "ttl" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.ttl(case.key(0)?), |ttl| left(ttl, Duration::from_secs(1))).await
        }
        "pttl" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.pttl(case.key(0)?), |ttl| left(ttl, Duration::from_millis(1))).await
        }
        "persist" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.persist(case.key(0)?), Value::Bool).await
        }
        "expire" => {
            case.takes(&[])?;
            let time = time(case.value(1)?, Duration::from_secs(1))?;
            ask::<B, S, _>(case, cache.expire(case.key(0)?, time), Value::Bool).await
        }
        "pexpire" => {
            case.takes(&[])?;
            let time = time(case.value(1)?, Duration::from_millis(1))?;
            ask::<B, S, _>(case, cache.pexpire(case.key(0)?, time), Value::Bool).await
        }
        "expire_at" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.expire_at(case.key(0)?, moment(case)?), Value::Bool).await
        }
        "pexpire_at" => {
            case.takes(&[])?;
            ask::<B, S, _>(case, cache.pexpire_at(case.key(0)?, moment(case)?), Value::Bool).await
        }
        _ => Err(Unanswered::Unknown),
    }
}

/// Writes a time to live as the reference answers it.
fn left(ttl: Ttl, unit: Duration) -> Value {
    match ttl {
        Ttl::Left(left) => Value::Int((left.as_millis() / unit.as_millis()) as i128),
        Ttl::NoExpiry => Value::None,
        Ttl::Missing => Value::Int(0),
    }
}

fn time(value: &Value, unit: Duration) -> Result<Duration, Unanswered> {
    match value {
        Value::Int(count) => Ok(unit * u32::try_from(*count).expect("a short time")),
        Value::Float(count) => Ok(unit.mul_f64(*count)),
        Value::TimeDelta(delta) => {
            Ok(Duration::from_micros(delta.total_microseconds().try_into().expect("a time to come")))
        }
        _ => Err(Unanswered::Inexpressible("it takes a time")),
    }
}

/// Returns the moment at which the key of the case is to expire.
pub(in crate::replay) fn moment(case: &Case) -> Result<SystemTime, Unanswered> {
    let unit = if case.op == "pexpire_at" { Duration::from_millis(1) } else { Duration::from_secs(1) };
    let since_epoch = match case.value(1)? {
        Value::Int(count) => Duration::from_millis(*count as u64 * unit.as_millis() as u64),
        Value::DateTime(DateTime { date, time }) => {
            assert_eq!(time.zone, Some(Zone::Utc), "a moment that every place has");
            let (years, days_of_month) = (u64::from(date.year) - 1970, u64::from(date.day) - 1);
            assert_eq!((date.month, date.year % 4), (1, 0), "a January, before which no leap day of its year was");
            let days = years * 365 + (years + 1) / 4 + days_of_month;
            let seconds = u64::from(time.hour) * 3600 + u64::from(time.minute) * 60 + u64::from(time.second);
            Duration::from_secs(days * 86_400 + seconds) + Duration::from_micros(time.microsecond.into())
        }
        _ => return Err(Unanswered::Inexpressible("it takes a moment")),
    };
    Ok(UNIX_EPOCH + since_epoch)
}
