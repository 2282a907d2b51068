//! What every request handler works with. Owns nothing but the ties between the parts.

use crate::first_key::FirstKey;
use crate::http::cookies::Cookies;
use crate::leases::AllLeases;
use crate::live::Live;
use crate::metrics::Metrics;
use crate::password::Hasher;
use crate::presence::Presence;
use crate::settings::Settings;
use crate::site::Site;
use crate::storage::Database;
use crate::tokens::Tokens;
use std::sync::Arc;

/// What every request handler works with.
pub(crate) struct Shared {
    pub database: Database,
    pub live: Arc<Live>,
    pub leases: AllLeases,
    pub metrics: Arc<Metrics>,
    pub hasher: Hasher,
    pub tokens: Tokens,
    pub presence: Presence,
    pub cookies: Cookies,
    pub site: Site,
    pub settings: Settings,
    pub first_key: FirstKey,
}

/// The handle of it that requests carry.
pub(crate) type State = axum::extract::State<Arc<Shared>>;
