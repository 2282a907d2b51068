//! The question what is split off a sale: how many of which item go, and the money before and after
//! (rule D5).
//!
//! It must not split anything: the preview is the change itself.

use super::super::facts::Facts;
use crate::i18n::t;
use crate::platform::{ids::new_uuid, intl};
use crate::replica::{Replica, SaleView};
use crate::ui::{Button, Icon, IconButton, Look, TextField};
use leptos::prelude::*;
use sale::{Change, Line, LineId, Money, Quantity, SaleId, SplitMove, SplitSale};
use std::sync::Arc;

/// How many of each item go.
type Chosen = RwSignal<Vec<(LineId, Quantity)>>;

/// Asks what goes.
#[component]
pub fn SplitForm(
    /// The sale.
    shown: Memo<Option<Arc<SaleView>>>,
    /// Gets what goes, and where.
    on_split: Callback<SplitSale>,
    /// Somebody thought better of it.
    #[prop(into)]
    on_cancel: Callback<()>,
) -> impl IntoView {
    let words = t().floor;
    let (facts, replica) = (Facts::get(), Replica::expect());
    let sale_id = shown.with_untracked(|view| view.as_ref().map(|view| view.sale.id));
    let new_sale_id = SaleId(new_uuid());
    let chosen: Chosen = RwSignal::new(Vec::new());
    let name = RwSignal::new(String::new());
    let lines = Memo::new(move |_| {
        shown.with(|view| {
            let lines = view.iter().flat_map(|view| view.sale.standing_lines());
            lines.cloned().collect::<Vec<Line>>()
        })
    });
    let split = move || {
        let go = chosen.get().into_iter();
        let moves = go.filter(|(_, units)| *units > Quantity::ZERO);
        let moves = moves.map(|(line_id, quantity)| SplitMove {
            line_id,
            quantity,
            new_line_id: LineId(new_uuid()),
        });
        let name = name.with_untracked(|name| name.trim().to_owned());
        sale_id.map(|sale_id| SplitSale {
            sale_id,
            new_sale_id,
            number: String::new(),
            name: (!name.is_empty()).then_some(name),
            moves: moves.collect(),
        })
    };
    let now = Memo::new(move |_| {
        shown.with(|view| view.as_ref().map_or(Money::ZERO, |view| view.totals.total))
    });
    // What stays, and what goes.
    let after = Memo::new(move |_| {
        let before = (now.get(), Money::ZERO);
        let sales = split().map(|split| replica.preview(&Change::Split(split)));
        let total = |id: SaleId| {
            let sales = sales.as_deref().unwrap_or_default();
            sales
                .iter()
                .find(|sale| sale.id == id)
                .map(|sale| sale.totals().total)
        };
        (
            sale_id.and_then(total).unwrap_or(before.0),
            total(new_sale_id).unwrap_or(before.1),
        )
    });
    let empty = Signal::derive(move || {
        chosen.with(|chosen| chosen.iter().all(|(_, units)| *units <= Quantity::ZERO))
    });
    view! {
        <div class="form">
            <p class="dialog-text">{words.split_hint}</p>
            <ul class="split-items">
                <For
                    each=move || lines.with(|all| all.iter().map(|line| line.id).collect::<Vec<_>>())
                    key=|id| *id
                    children=move |id| row(id, lines, chosen)
                />
            </ul>
            <TextField label=words.split_name value=name most=60 test_id="split-name" />
            <dl class="sums">
                <div>
                    <dt>{words.split_before}</dt>
                    <dd class="money">{move || facts.money(now.get())}</dd>
                </div>
                <div>
                    <dt>{words.split_stays}</dt>
                    <dd class="money" data-testid="split-stays">
                        {move || facts.money(after.get().0)}
                    </dd>
                </div>
                <div class="is-total">
                    <dt>{words.split_new}</dt>
                    <dd class="money" data-testid="split-new">
                        {move || facts.money(after.get().1)}
                    </dd>
                </div>
            </dl>
            <div class="dialog-actions">
                <Button on_press=on_cancel>{t().common.cancel}</Button>
                <Button
                    look=Look::Primary
                    disabled=empty
                    test_id="split-confirm"
                    on_press=move || {
                        if let Some(split) = untrack(split) {
                            on_split.run(split);
                        }
                    }
                >
                    {t().sales.split}
                </Button>
            </div>
        </div>
    }
}

fn row(id: LineId, lines: Memo<Vec<Line>>, chosen: Chosen) -> AnyView {
    let words = t().floor;
    let line = Memo::new(move |_| lines.with(|all| all.iter().find(|l| l.id == id).cloned()));
    let name = line.with_untracked(|line| line.as_ref().map(|line| line.name.clone()));
    let name = name.unwrap_or_default();
    let all = Memo::new(move |_| line.with(|l| l.as_ref().map_or(Quantity::ZERO, |l| l.quantity)));
    // Somebody may take units off meanwhile.
    let units = Memo::new(move |_| {
        let known = chosen.with(|chosen| chosen.iter().find(|(line, _)| *line == id).map(|c| c.1));
        known.unwrap_or(Quantity::ZERO).min(all.get())
    });
    let set = move |units: Quantity| {
        chosen.update(|chosen| {
            chosen.retain(|(line, _)| *line != id);
            chosen.push((id, units));
        });
    };
    view! {
        <li data-testid="split-line" data-line-name=name.clone()>
            <span>{name.clone()}</span>
            <span role="status">
                {move || words.split_of(intl::quantity(all.get()), intl::quantity(units.get()))}
            </span>
            <IconButton
                picture=Icon::Minus
                label=words.split_less(&name)
                disabled=Signal::derive(move || units.get() <= Quantity::ZERO)
                on_press=move || set((units.get_untracked() - Quantity::ONE).max(Quantity::ZERO))
            />
            <IconButton
                picture=Icon::Plus
                label=words.split_more(&name)
                test_id="split-more"
                disabled=Signal::derive(move || units.get() >= all.get())
                on_press=move || {
                    set((units.get_untracked() + Quantity::ONE).min(all.get_untracked()));
                }
            />
            <IconButton
                picture=Icon::ArrowRight
                label=words.split_all(&name)
                test_id="split-all"
                disabled=Signal::derive(move || units.get() >= all.get())
                on_press=move || set(all.get_untracked())
            />
        </li>
    }
    .into_any()
}
