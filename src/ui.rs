//! Components that more than one surface uses: native HTML elements with our style sheet, and
//! concrete properties.
//!
//! It must not know any surface, nor what a sale is for: values and callbacks come in.

mod age;
mod banner;
mod button;
pub mod chart;
mod chip;
mod code;
mod connection;
mod countdown;
mod dialog;
mod drawer;
mod elsewhere;
mod field;
mod icon;
mod keypad;
mod language;
mod menu;
mod money;
mod more;
mod nowhere;
mod qr;
mod screen;
mod states;
mod switch;
mod theme;
mod toasts;
mod turn;

pub use age::{AgeChip, AgeStep, age_chip, age_step, age_text, ago_text};
pub use banner::Banner;
pub use button::{Button, IconButton, Look};
pub use chip::{Chip, FilterChip, StatusChip, Tone};
pub use code::CodeText;
pub use connection::{ConnectionBadge, loading_text};
pub use countdown::Countdown;
pub use dialog::Dialog;
pub use drawer::Drawer;
pub use elsewhere::Elsewhere;
pub use field::{Choice, SearchField, Select, TextArea, TextField};
pub use icon::{Icon, icon};
pub use keypad::{Key, Keypad, PinPad};
pub use language::LanguageMenu;
pub use menu::{Menu, MenuItem};
pub use money::Money;
pub use more::MorePages;
pub use nowhere::{NotFound, Nowhere};
pub use qr::qr_svg;
pub use screen::{Announcer, LiveRegion, ScreenTitle, SkipLink};
pub use states::{EmptyState, ErrorState, Skeleton, SkeletonShape};
pub use switch::{Segmented, Switch};
pub use theme::ThemeMenu;
pub use toasts::{Toast, Toasts, ToastsRegion};
pub use turn::TurnNotice;
