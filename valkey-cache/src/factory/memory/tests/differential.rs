use super::super::Store;
use crate::operation::Reply;
use std::num::NonZeroUsize;

const COMMANDS: &str = "
PING|PING V|ECHO V|DBSIZE|TYPE K|EXISTS R:K|TOUCH R:K|DEL K|DEL R:K|UNLINK K|RENAME K K|KEYS P
GET K|GET K|SET K V|SET K I|SET K F|SET K V O:NX,XX,GET,KEEPTTL,EX_T,PX_TT,EXAT_A,PXAT_AA,IFEQ_V,IFEQ,FOO,EX
GETSET K V|GETDEL K|GETEX K|GETEX K O:EX_T,PX_TT,EXAT_A,PXAT_AA,PERSIST,FOO|STRLEN K|APPEND K V|MGET R:K|MSET R:KV|SETNX K V|DELIFEQ K V
INCR K|DECR K|INCRBY K I|DECRBY K I|INCRBYFLOAT K F|INCRBYFLOAT n F|INCRBYFLOAT n F|SET n F|DEL n|INCRBYFLOAT n F|INCRBY i I|DECRBY i I|SET i I
TTL K|PTTL K|EXPIRETIME K|PEXPIRETIME K|PERSIST K|EXPIRE K T O:NX,XX,GT,LT,FOO|PEXPIRE K TT O:NX,XX,GT,LT|EXPIREAT K A O:NX,XX,GT,LT|PEXPIREAT K AA O:NX,XX,GT,LT
EXPIRE K T|EXPIREAT K A|PEXPIREAT K AA
SCAN 0 O:MATCH_P,COUNT_C,TYPE_string,TYPE_hash,TYPE_foo,TYPE_ZSET,COUNT,FOO|SCAN foo|SSCAN K 0 O:MATCH_P,COUNT_C,FOO,NOVALUES,TYPE_set|HSCAN K 0 O:MATCH_P,COUNT_C,NOVALUES|ZSCAN K 0 O:MATCH_P,COUNT_C,NOVALUES|SSCAN s foo|SSCAN s 0|HSCAN h 0|ZSCAN z 0
SADD K M|SADD s R:M|SADD t R:M|SADD s R:M|SADD t R:M|SCARD s|SCARD K|SDIFF R:k|SDIFF R:K|SINTER R:k|SINTER R:K|SUNION R:k|SUNION R:K|SDIFFSTORE K R:k|SINTERSTORE K R:k|SUNIONSTORE K R:k|SDIFFSTORE K R:K
SMISMEMBER s R:M|SISMEMBER s M|SISMEMBER K M|SMEMBERS s|SMEMBERS K|SMOVE s t M|SMOVE t s M|SMOVE K K M|SPOP K|SPOP s C|SPOP t I|SRANDMEMBER K|SRANDMEMBER s C|SRANDMEMBER K C|SREM s R:M|SREM K M
HSET K M V|HSET h R:MV|HSET h M I|HSET h M F|HSETNX h M V|HSETNX K M V|HGET h M|HGET K M|HMGET h R:M|HMGET K M|HGETALL h|HGETALL K|HDEL h R:M|HDEL K M|HLEN h|HLEN K|HKEYS h|HVALS h|HKEYS K|HEXISTS h M|HEXISTS K M|HINCRBY h M I|HINCRBY K M I|HINCRBYFLOAT h M F|HINCRBYFLOAT K M F
ZADD K F M|ZADD z R:FM|ZADD z R:FM|ZADD z R:FM|ZADD z O:NX,XX,GT,LT,CH,INCR R:FM|ZADD z O:NX,XX,GT,LT,CH,INCR F M|ZADD K O:NX,XX,GT,LT,CH,INCR F M
ZRANGE z I I|ZRANGE z I I O:WITHSCORES,REV,LIMIT_I_I|ZRANGE z D D O:WITHSCORES,REV|ZRANGE z S S BYSCORE|ZRANGE z S S BYSCORE O:WITHSCORES,REV,LIMIT_D_D,BYLEX|ZRANGE K D D O:WITHSCORES,REV,BYSCORE,BYLEX,LIMIT_D_D,LIMIT_D,FOO
ZADD y 0 M|ZADD y 0 M|ZRANGE y X X BYLEX|ZRANGE y X X BYLEX O:REV,LIMIT_D_D|ZRANGE y X X BYLEX REV|ZREM y M
ZSCORE z M|ZSCORE K M|ZMSCORE z R:M|ZMSCORE K M|ZRANK z M|ZRANK K M O:WITHSCORE,FOO|ZREVRANK z M O:WITHSCORE|ZINCRBY z F M|ZINCRBY K F M|ZREM z R:M|ZREM K M|ZCARD z|ZCARD K|ZCOUNT z S S|ZCOUNT K S S|ZPOPMIN z|ZPOPMAX z|ZPOPMIN K D|ZPOPMAX z D|ZPOPMIN z D|ZREMRANGEBYSCORE z S S|ZREMRANGEBYRANK z D D|ZREMRANGEBYRANK K D D
LPUSH K V|LPUSH q R:M|RPUSH q R:M|RPUSH K V|LPOP q|RPOP q|LPOP q D|RPOP K D|LPOP K|LRANGE q D D|LRANGE q 0 -1|LRANGE K I I|LLEN q|LLEN K|LTRIM q D D|LTRIM K I I|LINDEX q D|LINDEX K I|LSET q D M|LSET K D M|LREM q D M|LREM K I M
";

fn pick<T: Copy>(items: &[T]) -> T {
    items[fastrand::usize(..items.len())]
}

fn piece(token: &str, out: &mut Vec<Vec<u8>>) {
    if let Some(rest) = token.strip_prefix("R:") {
        for _ in 0..fastrand::usize(1..4) {
            for letter in rest.chars() {
                piece(&letter.to_string(), out);
            }
        }
        return;
    }
    if let Some(rest) = token.strip_prefix("O:") {
        let options: Vec<&str> = rest.split(',').collect();
        for _ in 0..fastrand::usize(0..3) {
            for part in pick(&options).split('_') {
                piece(part, out);
            }
        }
        return;
    }
    let big = ["9223372036854775807", "-9223372036854775808", "9223372036854775", "9223372036854775808"];
    let text: Vec<u8> = match token {
        "K" => pick(&["a", "b", "n", "i", "s", "t", "h", "z", "q", "l", "gone"]).into(),
        "k" => pick(&["s", "t", "gone"]).into(),
        "V" => pick(&[
            &b"x"[..],
            b"",
            b"hello",
            b"12",
            b"-5",
            b"007",
            b" 1",
            b"1.5",
            b"\xff\x00",
            b"abc",
            b"99999999999999999999",
        ])
        .to_vec(),
        "M" => pick(&["m1", "m2", "m3", "m4", "a", "b", "c", "", "10", "-3", "hello", "k[x]", "7", "3.0e3"]).into(),
        "C" => pick(&["1", "2", "5", "100", "0", "-1", "-3", "x"]).into(),
        "D" => fastrand::i32(-6..7).to_string().into(),
        "I" => match fastrand::u8(..10) {
            0 => pick(&big).into(),
            1 => pick(&["abc", "", "1.0", "+1", "-0", "01", " 1", "0"]).into(),
            2 => fastrand::i64(..).to_string().into(),
            _ => fastrand::i32(-20..20).to_string().into(),
        },
        "F" => match fastrand::u8(..16) {
            0 => pick(&[
                "abc",
                "",
                "nan",
                " 1",
                "1e400",
                "-1e400",
                "1e5000",
                "1e-400",
                "1e-5000",
                "0e99999999999",
                "inf",
                "-inf",
                "+inf",
                "Infinity",
                "INF",
                "infin",
                "1e",
                ".",
                "1.",
                ".5",
                "+5",
                "-0",
                "0",
                "1_0",
                "--1",
                "1e+3",
                "1E3",
                "-.5e-3",
                "1e-320",
                "1 ",
                "0.",
                "-nan",
            ])
            .into(),
            1 => format!("{:e}", f64::from_bits(fastrand::u64(..))).replace("NaN", "1").into(),
            2 => fastrand::i64(..).to_string().into(),
            3 => format!("{}e{}", fastrand::i32(-1000..1000), fastrand::i32(-30..30)).into(),
            4 => (fastrand::f64() * 1e6).to_string().into(),
            5 => format!("{}.{}", fastrand::u64(..), fastrand::u64(..)).into(),
            6 | 7 => (f64::from(fastrand::i32(-1000..1000)) / 100.0).to_string().into(),
            8 => pick(&[
                "1e15",
                "1e16",
                "1e17",
                "1e21",
                "123456789012345678",
                "1e-5",
                "1e-7",
                "0.00001234",
                "9007199254740993",
                "-1e17",
                "12345678.9",
                "0.1",
                "0.2",
                "3.0e3",
                "1e22",
                "123456e10",
                "0.000123",
                "0.0000001234567",
                "5e-324",
                "1.7976931348623157e308",
                "100000000000",
                "1e9",
            ])
            .into(),
            _ => fastrand::i32(-20..20).to_string().into(),
        },
        "S" => match fastrand::u8(..8) {
            0 => pick(&["-inf", "+inf", "inf", "(inf", "(-inf", "abc", "(", "", "nan", "(abc", "[1"]).into(),
            1 | 2 => format!("({}", fastrand::i32(-20..20)).into(),
            _ => fastrand::i32(-20..20).to_string().into(),
        },
        "X" => match fastrand::u8(..8) {
            0 => pick(&["abc", "", "(", "[", "++", "-x"]).into(),
            1 | 2 => pick(&["-", "+"]).into(),
            _ => format!("{}{}", pick(&["(", "["]), pick(&["a", "b", "c", "m1", "m2", "hello", "10"])).into(),
        },
        "T" => match fastrand::u8(..12) {
            0 => pick(&["0", "-1", "abc", "9223372036854775807", "9223372036854775", "-9223372036854775808", "1.5"])
                .into(),
            _ => fastrand::i32(1000..1_000_000).to_string().into(),
        },
        "TT" => match fastrand::u8(..12) {
            0 => pick(&["0", "-1", "abc", "9223372036854775807", "-9223372036854775808"]).into(),
            _ => fastrand::i32(1_000_000..1_000_000_000).to_string().into(),
        },
        "A" => match fastrand::u8(..12) {
            0 => pick(&["0", "-1", "abc", "9223372036854775807", "1000"]).into(),
            _ => pick(&["5000000000", "6000000000", "7000000000"]).into(),
        },
        "AA" => match fastrand::u8(..12) {
            0 => pick(&["0", "-1", "abc", "9223372036854775807", "1000"]).into(),
            _ => pick(&["5000000000000", "6000000000123", "7000000000500", "7000000000499"]).into(),
        },
        "P" => {
            let letters = [
                &b"*"[..],
                b"*",
                b"*",
                b"?",
                b"a",
                b"m",
                b"[",
                b"]",
                b"^",
                b"-",
                b"\\",
                b"h",
                b"z",
                b"1",
                b"[a-n]",
                b"[^a-n]",
                b"\xff",
                b"\x01",
            ];
            (0..fastrand::usize(0..6)).flat_map(|_| pick(&letters).to_vec()).collect()
        }
        other if fastrand::u8(..4) == 0 => other.to_lowercase().into(),
        other => other.into(),
    };
    out.push(text);
}

fn show(command: &[Vec<u8>]) -> String {
    command.iter().map(|w| format!("{:?} ", String::from_utf8_lossy(w))).collect()
}

fn sorted(reply: Reply, group: usize) -> Reply {
    match reply {
        Reply::List(items) => {
            let mut groups: Vec<_> = items.chunks(group).map(|c| c.to_vec()).collect();
            groups.sort_by_key(|g| format!("{g:?}"));
            groups.dedup();
            Reply::List(groups.concat())
        }
        other => other,
    }
}

fn real(con: &mut redis::Connection, command: &[Vec<u8>]) -> Reply {
    let mut cmd = redis::Cmd::new();
    for word in command {
        cmd.arg(&word[..]);
    }
    match con.req_packed_command(&cmd.get_packed_command()) {
        Ok(value) => Reply::from(value),
        Err(error) => Reply::Error(crate::operation::ServerError::new(
            error.code().unwrap_or("?"),
            error.detail().unwrap_or_default(),
        )),
    }
}
use redis::ConnectionLike;

fn ours(store: &Store, command: &[Vec<u8>]) -> Reply {
    let words: Vec<&[u8]> = command.iter().map(|w| &w[..]).collect();
    store.execute(&words)
}

fn scan_all(command: &[Vec<u8>], mut run: impl FnMut(&[Vec<u8>]) -> Reply) -> Reply {
    let at = if command[0].eq_ignore_ascii_case(b"scan") { 1 } else { 2 };
    let mut command = command.to_vec();
    let mut all = vec![];
    loop {
        match run(&command) {
            Reply::List(parts) => {
                let Reply::Bytes(next) = &parts[0] else { panic!() };
                let Reply::List(items) = &parts[1] else { panic!() };
                all.extend(items.clone());
                if next == b"0" {
                    return Reply::List(all);
                }
                command[at] = next.clone();
            }
            other => return other,
        }
    }
}

fn canonical(reply: Reply) -> Reply {
    match reply {
        Reply::Bytes(b) if b.len() > 2 => match std::str::from_utf8(&b).ok().and_then(|t| t.parse::<f64>().ok()) {
            Some(x) if format!("{:e}", x).len() > 18 || b.len() > 16 || b.contains(&b'e') => {
                Reply::Bytes(x.to_string().into())
            }
            _ => Reply::Bytes(b),
        },
        Reply::List(items) => Reply::List(items.into_iter().map(canonical).collect()),
        other => other,
    }
}

fn near(a: &Reply, b: &Reply) -> bool {
    match (a, b) {
        (Reply::Int(a), Reply::Int(b)) if *a > 500 => (a - b).abs() < 400,
        _ => a == b,
    }
}

#[test]
fn differential() {
    let seed = std::env::var("SEED").ok().and_then(|s| s.parse().ok()).unwrap_or_else(|| fastrand::u64(..));
    eprintln!("seed {seed}");
    fastrand::seed(seed);
    let rounds: usize = std::env::var("ROUNDS").ok().and_then(|s| s.parse().ok()).unwrap_or(100_000);
    let client = redis::Client::open("redis://127.0.0.1:17391").unwrap();
    let mut con = client.get_connection().unwrap();
    real(&mut con, &[b"FLUSHDB".to_vec()]);
    let store = Store::new(NonZeroUsize::new(100_000).unwrap());
    let templates: Vec<&str> = COMMANDS.split(['|', '\n']).map(str::trim).filter(|t| !t.is_empty()).collect();
    let mut failures = std::collections::BTreeMap::<String, usize>::new();
    for round in 0..rounds {
        let template = pick(&templates);
        let mut command = vec![];
        for (n, token) in template.split(' ').enumerate() {
            if n == 0 {
                command.push(if fastrand::bool() { token.into() } else { token.to_lowercase().into() });
                continue;
            }
            piece(token, &mut command);
        }
        match fastrand::u8(..40) {
            0 if command.len() > 1 => {
                command.pop();
            }
            1 => piece("I", &mut command),
            _ => {}
        }
        let name = String::from_utf8(command[0].to_ascii_uppercase()).unwrap();
        if name == "SRANDMEMBER" && command.iter().any(|w| w.len() > 5 && w[0] == b'-') {
            continue;
        }
        let (mut theirs, mut mine);
        if name.ends_with("SCAN") {
            theirs = scan_all(&command, |c| real(&mut con, c));
            mine = scan_all(&command, |c| ours(&store, c));
        } else {
            theirs = real(&mut con, &command);
            // a count this large would never end
            mine = ours(&store, &command);
        }
        match name.as_str() {
            "SMEMBERS" | "SDIFF" | "SINTER" | "SUNION" | "KEYS" | "HKEYS" | "HVALS" | "SCAN" | "SSCAN" => {
                (theirs, mine) = (sorted(theirs, 1), sorted(mine, 1));
            }
            "HSCAN" | "ZSCAN" if command.iter().any(|w| w.eq_ignore_ascii_case(b"novalues")) => {
                (theirs, mine) = (sorted(theirs, 1), sorted(mine, 1));
            }
            "HGETALL" | "HSCAN" | "ZSCAN" => (theirs, mine) = (sorted(theirs, 2), sorted(mine, 2)),
            "SPOP" | "SRANDMEMBER" => {
                if let (Reply::List(a), Reply::List(b)) = (&theirs, &mine) {
                    (theirs, mine) = (Reply::Int(a.len() as i64), Reply::Int(b.len() as i64));
                } else if let (Reply::Bytes(_), Reply::Bytes(_)) = (&theirs, &mine) {
                    (theirs, mine) = (Reply::Nil, Reply::Nil);
                }
                if name == "SPOP" {
                    let (c, d) =
                        (command.clone(), vec![b"SCARD".to_vec(), command.get(1).cloned().unwrap_or_default()]);
                    assert_eq!(real(&mut con, &d), ours(&store, &d), "{}", show(&c));
                    let d = vec![b"DEL".to_vec(), d[1].clone()];
                    real(&mut con, &d);
                    ours(&store, &d);
                }
            }
            _ => {}
        }
        if name.starts_with('Z') {
            (theirs, mine) = (canonical(theirs), canonical(mine));
        }
        let same = if name.contains("TTL") || name.ends_with("TIME") { near(&theirs, &mine) } else { theirs == mine };
        if !same {
            let count = failures.entry(name.clone()).or_default();
            *count += 1;
            if *count <= 6 {
                eprintln!("#{round} {}\n   server {}\n   ours   {}", show(&command), text(&theirs), text(&mine));
            }
            // resync
            for key in command.iter().skip(1) {
                let d = [b"DEL".to_vec(), key.clone()];
                real(&mut con, &d);
                ours(&store, &d);
            }
        }
    }
    eprintln!("{failures:?}");
    assert!(failures.is_empty());
}

fn text(reply: &Reply) -> String {
    match reply {
        Reply::Bytes(b) => format!("{:?}", String::from_utf8_lossy(b)),
        Reply::List(items) => format!("[{}]", items.iter().map(text).collect::<Vec<_>>().join(", ")),
        Reply::Error(e) => format!("!{} {}", e.code, e.message),
        other => format!("{other:?}"),
    }
}
