//! Numbers are read and written as the server does it.

use super::super::number::{LongDouble, float, integer, score};
use super::{bytes, run, store};

#[test]
fn integers_are_read_strictly() {
    let good =
        [("0", 0), ("-1", -1), ("42", 42), ("-9223372036854775808", i64::MIN), ("9223372036854775807", i64::MAX)];
    for (text, number) in good {
        assert_eq!(integer(text.as_bytes()), Some(number), "{text}");
    }
    for text in ["", "-", "+1", "01", "-0", " 1", "1 ", "1.0", "9223372036854775808", "x"] {
        assert_eq!(integer(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn floats_that_no_float_can_hold_are_refused() {
    let good =
        [("1", 1.0), ("-.5", -0.5), ("5.", 5.0), ("1e3", 1e3), ("inf", f64::INFINITY), ("-Infinity", -f64::INFINITY)];
    for (text, number) in good {
        assert_eq!(float(text.as_bytes()), Some(number), "{text}");
    }
    for text in ["", "nan", "1e400", "1e-400", " 1", "1_0", "."] {
        assert_eq!(float(text.as_bytes()), None, "{text}");
    }
    assert_eq!(float(b"0e-400"), Some(0.0));
}

#[test]
fn scores_have_the_servers_form() {
    let cases = [
        (0.0, "0"),
        (-0.0, "0"),
        (3.0, "3"),
        (-2.5, "-2.5"),
        (0.1, "0.1"),
        (0.000123, "0.000123"),
        (1e-7, "1e-7"),
        (1e9, "1000000000"),
        (1e17, "100000000000000000"),
        (1e21, "1e+21"),
        (123_456.75, "123456.75"),
        (7.155490644567395e5, "7.155490644567395e+5"),
        (1.797_693_134_862_315_7e308, "1.7976931348623157e+308"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
    ];
    for (number, text) in cases {
        assert_eq!(score(number), text);
    }
}

#[test]
fn float_sums_are_those_of_a_long_double() {
    let cases = [
        ("0.1", "0.2", "0.3"),
        ("10.50", "0.1", "10.6"),
        ("5.0e3", "2.0e2", "5200"),
        ("-1.5", "1.5", "0"),
        ("1", "-1e-30", "1"),
        ("1e17", "0.5", "100000000000000000.5"),
        // Numbers with 64 bits of precision show where those end.
        ("12345.678", "0.1", "12345.77799999999999958"),
        ("9223372036854775807", "1", "9223372036854775808"),
        ("1e30", "1", "1000000000000000000024696061952"),
    ];
    for (left, right, sum) in cases {
        let [left, right] = [left, right]
            .map(|text| LongDouble::parse(text.as_bytes()).flatten().expect("the cases are finite numbers"));
        assert_eq!(left.add(right).expect("the cases do not overflow").to_string(), sum);
    }
}

#[test]
fn long_doubles_go_beyond_floats() {
    let huge = LongDouble::parse(b"1e4932").flatten().expect("a long double can hold this");
    assert_eq!(huge.to_string().len(), 4933);
    let largest = LongDouble::parse(b"1.18973149535723176502e4932").flatten().expect("the largest long double");
    assert_eq!(largest.add(largest), None);
    assert_eq!(LongDouble::parse(b"inf"), Some(None));
    for text in ["", ".", "1e", "1e5000", "1e-5000", "1e99999999999999999999", "0x10", "nan", "1 "] {
        assert_eq!(LongDouble::parse(text.as_bytes()), None, "{text}");
    }
    assert_eq!(
        LongDouble::parse(b"0e99999999999999999999").flatten().map(|zero| zero.to_string()),
        Some("0".to_owned())
    );
}

#[test]
fn counters_store_what_they_answer() {
    let store = store();
    assert_eq!(run(&store, "INCRBYFLOAT sum 0.1"), bytes("0.1"));
    assert_eq!(run(&store, "INCRBYFLOAT sum 0.2"), bytes("0.3"));
    assert_eq!(run(&store, "GET sum"), bytes("0.3"));
    assert_eq!(run(&store, "HINCRBYFLOAT hash sum -1e2"), bytes("-100"));
    assert_eq!(run(&store, "HINCRBY hash sum 1"), crate::operation::Reply::Int(-99));
}
