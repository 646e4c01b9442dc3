//! Tests of the configuration.

mod formats;
mod layers;
mod values;

use super::*;
use crate::codec::PluginConfig;
use crate::error::ErrorKind;
