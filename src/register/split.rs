//! Splitting the sale on the screen: how many of which line go, and the money before and after
//! (rule D5).
//!
//! It must not know how a split is computed; the preview is the change itself.

use super::merge::amount;
use super::till::Till;
use crate::i18n::t;
use crate::platform::{ids::new_uuid, intl};
use crate::ui::{Button, Icon, IconButton, Look, TextField};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Change, Line, LineId, Quantity, SaleId, SplitMove, SplitSale};

/// How many of each line go.
type Chosen = Vec<(LineId, Quantity)>;

/// Chooses, shows and does it.
pub fn body(till: Till) -> AnyView {
    let words = t().floor;
    let Some(first) = till.view.get_untracked() else {
        return ().into_any();
    };
    let (sale_id, title) = (first.sale.id, first.sale.title().to_owned());
    let new_sale_id = SaleId(new_uuid());
    let chosen = RwSignal::new(Chosen::new());
    let name = RwSignal::new(String::new());
    let lines = Memo::new(move |_| {
        till.view.with(|view| {
            let lines = view.iter().flat_map(|view| view.sale.standing_lines());
            lines.cloned().collect::<Vec<Line>>()
        })
    });
    let change = move || {
        let moves = chosen.with(|chosen| {
            let go = chosen.iter().filter(|(_, units)| *units > Quantity::ZERO);
            go.map(|(line_id, quantity)| SplitMove {
                line_id: *line_id,
                quantity: *quantity,
                new_line_id: LineId(new_uuid()),
            })
            .collect()
        });
        let name = name.with_untracked(|name| name.trim().to_owned());
        Change::Split(SplitSale {
            sale_id,
            new_sale_id,
            number: String::new(),
            name: (!name.is_empty()).then_some(name),
            moves,
        })
    };
    let now = Memo::new(move |_| {
        till.view
            .with(|view| view.as_ref().map_or(sale::Money::ZERO, |v| v.totals.total))
    });
    // What stays, and what goes.
    let after = Memo::new(move |_| {
        now.track();
        let sales = till.replica.preview(&change());
        let total = |id| sales.iter().find(|s| s.id == id).map(|s| s.totals().total);
        (
            total(sale_id).unwrap_or_else(|| now.get()),
            total(new_sale_id).unwrap_or(sale::Money::ZERO),
        )
    });
    let empty =
        Signal::derive(move || chosen.with(|c| c.iter().all(|(_, u)| *u <= Quantity::ZERO)));
    let from = StoredValue::new(title);
    let split = move |open: bool| {
        let change = change();
        let text = words.split_off(from.get_value());
        till.sheet.set(None);
        spawn_local(async move {
            if till.change(change).await {
                let undo = Change::Merge {
                    sale_id: new_sale_id,
                    into: sale_id,
                };
                till.done(text, Some(undo), Some(sale_id));
                if open {
                    till.go_sale(new_sale_id);
                }
            }
        });
    };
    view! {
        <p>{words.split_hint}</p>
        <ul class="split-lines">
            <For each=move || lines.with(|all| all.iter().map(|line| line.id.0).collect::<Vec<_>>()) key=|id| *id children=move |id| row(LineId(id), lines, chosen) />
        </ul>
        <TextField label=words.split_name value=name most=60 test_id="split-name" />
        <dl class="before-after">
            {amount(till, words.split_before.to_owned(), now, "split-before")}
            {amount(
                till,
                words.split_stays.to_owned(),
                Signal::derive(move || after.get().0),
                "split-stays",
            )}
            {amount(
                till,
                words.split_new.to_owned(),
                Signal::derive(move || after.get().1),
                "split-new",
            )}
        </dl>
        <div class="dialog-actions">
            <Button large=true disabled=empty test_id="split-stay" on_press=move || split(false)>
                {words.split_stay}
            </Button>
            <Button
                look=Look::Primary
                large=true
                disabled=empty
                test_id="split-open"
                on_press=move || split(true)
            >
                {words.split_open}
            </Button>
        </div>
    }
    .into_any()
}

fn row(id: LineId, lines: Memo<Vec<Line>>, chosen: RwSignal<Chosen>) -> AnyView {
    let words = t().floor;
    let line = Memo::new(move |_| lines.with(|all| all.iter().find(|l| l.id == id).cloned()));
    let name = line.with_untracked(|line| line.as_ref().map(|l| l.name.clone()));
    let name = name.unwrap_or_default();
    let all = Memo::new(move |_| line.with(|l| l.as_ref().map_or(Quantity::ZERO, |l| l.quantity)));
    // Somebody may take units off meanwhile.
    let units = Memo::new(move |_| {
        let units = chosen.with(|chosen| chosen.iter().find(|(line, _)| *line == id).map(|c| c.1));
        units.unwrap_or(Quantity::ZERO).min(all.get())
    });
    let set = move |units: Quantity| {
        chosen.update(|chosen| {
            chosen.retain(|(line, _)| *line != id);
            chosen.push((id, units));
        });
    };
    view! {
        <li class="split-line" data-testid="split-line" data-line-name=name.clone()>
            <span class="line-name">{name.clone()}</span>
            <span class="split-count" role="status">
                {move || words.split_of(intl::quantity(all.get()), intl::quantity(units.get()))}
            </span>
            <span class="split-acts">
                <IconButton
                    large=true
                    picture=Icon::Minus
                    label=words.split_less(&name)
                    disabled=Signal::derive(move || units.get() <= Quantity::ZERO)
                    on_press=move || {
                        let less = units.get_untracked() - Quantity::ONE;
                        set(less.max(Quantity::ZERO));
                    }
                />
                <IconButton
                    large=true
                    picture=Icon::Plus
                    label=words.split_more(&name)
                    test_id="split-more"
                    disabled=Signal::derive(move || units.get() >= all.get())
                    on_press=move || {
                        let more = units.get_untracked() + Quantity::ONE;
                        set(more.min(all.get_untracked()));
                    }
                />
                <IconButton
                    large=true
                    picture=Icon::ArrowRight
                    label=words.split_all(&name)
                    test_id="split-all"
                    disabled=Signal::derive(move || units.get() >= all.get())
                    on_press=move || set(all.get_untracked())
                />
            </span>
        </li>
    }
    .into_any()
}
