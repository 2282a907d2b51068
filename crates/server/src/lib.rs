//! The sync API server: HTTP over one SQLite file. Owns sign-in, the live fan-out, the built app's
//! files, import and the demonstration store.
//!
//! What a change does is `sale`'s, and what order it gets is `sync`'s; this crate gives them stable
//! storage, a clock and the network.

mod clock;
mod days;
mod demo;
mod figures;
mod first_key;
mod founding;
mod generate;
mod goods;
mod http;
mod import;
mod leases;
mod live;
mod metrics;
mod password;
mod presence;
mod region;
mod secret;
mod serve;
mod settings;
mod shared;
mod sheet;
mod site;
mod storage;
mod surface;
mod tokens;
mod verify;

pub use figures::{FiguresError, rebuild_reports};
pub use founding::{FEWEST_PASSWORD_CHARS, FoundingError, NewPerson, NewStore, found_store};
pub use generate::{Generate, generate};
pub use import::{Import, ImportError, Imported, Skipped, import_online_retail};
pub use region::Region;
pub use serve::{ServeError, serve_with_listener};
pub use settings::{PasswordCost, Settings};
pub use site::SiteError;
pub use storage::OpenError;
pub use verify::{Verified, VerifyError, verify};
