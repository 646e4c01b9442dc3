//! Reads what stands between the parentheses of an attribute.

mod options;
mod value;

pub(crate) use options::{Known, Setting, settings};
pub(crate) use value::{Timeout, crate_path, path, plugin_name, string, text, timeout, type_name, version};
