//! How people take money: mostly all of it, in cash rounded to the store's smallest coin (rule G4).

use crate::chance::Chance;
use sale::{Cash, Change, Method, Money, NewTender, Store, TenderId};
use sync::device::{Engine, SaleView};
use sync::row::Kind;

/// Somebody takes all that is due, or some of it.
pub(super) fn tender(engine: &Engine, view: &SaleView, chance: &mut Chance) -> Change {
    let due = view.totals.due.max(Money(1));
    let whole = chance.percent(70);
    let amount = if whole {
        due
    } else {
        Money(1 + chance.amount(1_000))
    };
    let id = TenderId(chance.uuid());
    let is_cash = chance.percent(50);
    let stores: Vec<Store> = engine.read_all(&Kind::Store);
    let coin = stores.first().map_or(Money::ZERO, |s| s.cash_rounding);
    let rounding = match is_cash {
        // Now and then a device rounds what it may not.
        true if coin > Money::ZERO && chance.percent(10) => Money(chance.amount(9) - 4),
        true if amount == due => Cash::exact(due, coin).rounding,
        _ => Money::ZERO,
    };
    Change::Tender {
        sale_id: view.sale.id,
        tender: NewTender {
            id,
            method: if is_cash { Method::Cash } else { Method::Card },
            amount,
            rounding,
            tip: Money(chance.amount(50)),
            change: Money(0),
            seen_total: view.totals.total,
        },
    }
}
