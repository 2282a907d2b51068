//! The screens of BackOffice, as the rail and the palette lead to them.
//!
//! It must not know how they are shown.

use super::goods::GoodsPlace;
use super::places::SalesPlace;
use super::watch::WATCH;
use crate::i18n::t;
use crate::ui::Icon;

/// The screens of the rail, in order: address, picture and word of each.
pub fn screens() -> [(&'static str, Icon, &'static str); 9] {
    let words = t().backoffice;
    [
        ("/backoffice/home", Icon::Home, t().home.title),
        (SalesPlace::PATH, Icon::Receipt, words.sales),
        ("/backoffice/reports", Icon::Chart, t().reports.title),
        (WATCH, Icon::Flag, t().watch.title),
        (GoodsPlace::PATH, Icon::Goods, t().goods.title),
        ("/backoffice/people", Icon::People, t().people.title),
        ("/backoffice/registers", Icon::Register, words.registers),
        ("/backoffice/tables", Icon::Table, words.tables),
        (
            "/backoffice/store",
            Icon::Settings,
            t().store_settings.title,
        ),
    ]
}
