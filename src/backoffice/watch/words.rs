//! What a matter is, in words.
//!
//! It must not know where they stand.

use crate::backoffice::facts::Facts;
use crate::i18n::t;
use crate::platform::intl;
use crate::replica::Replica;
use crate::ui::{Icon, ago_text};
use leptos::prelude::*;
use sale::{EmployeeId, RegisterId, SaleId};
use sync::api::watch::{WatchKind, WatchMatter};

/// Its title.
pub(super) fn title(kind: WatchKind) -> &'static str {
    let words = t().watch;
    match kind {
        WatchKind::Review => words.review,
        WatchKind::OldSale => words.old_sale,
        WatchKind::Voids => words.voids,
        WatchKind::Silent => words.silent,
        WatchKind::Unsent => words.unsent,
        WatchKind::HandOver => words.hand_over,
        WatchKind::Clock => words.clock,
    }
}

/// Its picture.
pub(super) fn picture(kind: WatchKind) -> Icon {
    match kind {
        WatchKind::Review => Icon::Flag,
        WatchKind::OldSale => Icon::Receipt,
        WatchKind::Voids => Icon::Void,
        WatchKind::Silent => Icon::Offline,
        WatchKind::Unsent => Icon::Save,
        WatchKind::HandOver => Icon::Hourglass,
        WatchKind::Clock => Icon::Clock,
    }
}

/// What it says; none where the thing that it is about is not known here any more.
pub(super) fn sentence(
    replica: Replica,
    facts: Facts,
    one: &WatchMatter,
    now_ms: i64,
) -> Option<String> {
    let words = t().watch;
    let register = || facts.place(Some(RegisterId(one.subject)), Some(sale::Source::Register));
    let count = || intl::count(one.amount.unsigned_abs());
    let minutes = || intl::count(one.amount.unsigned_abs() / 60_000);
    let device = one.name.clone().filter(|name| !name.is_empty());
    let device = || device.unwrap_or_else(|| t().common.source_pay.to_owned());
    Some(match one.kind {
        WatchKind::Review => return None,
        WatchKind::OldSale => {
            let sale = replica.sale(SaleId(one.subject)).get()?;
            words.old_sale_what(ago_text(one.amount, now_ms), sale.sale.title())
        }
        WatchKind::Voids => {
            let usual = intl::quantity(sale::Quantity(one.usual.saturating_mul(100)));
            words.voids_what(facts.employee(EmployeeId(one.subject)), count(), usual)
        }
        WatchKind::Silent => words.silent_what(ago_text(one.amount, now_ms), register()),
        WatchKind::HandOver => words.hand_over_what(count(), register()),
        WatchKind::Unsent => words.unsent_what(count(), device()),
        WatchKind::Clock if one.amount >= 0 => words.clock_ahead(minutes(), device()),
        WatchKind::Clock => words.clock_behind(minutes(), device()),
    })
}
