use serde::Deserialize;

/// Leaves bytes as they are. It takes no options.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Identity {}
