//! Merging another open sale into the one on the screen: which, and the money before and after
//! (rule D6).
//!
//! It must not know how a merge is computed; the preview is the change itself.

use crate::i18n::t;
use crate::platform::intl;
use crate::register::till::Till;
use crate::register::till::act::Act;
use crate::register::till::sheet::Sheet;
use crate::replica::SaleView;
use crate::ui::{Button, EmptyState, Icon, Look, Money, SearchField};
use leptos::prelude::*;
use sale::{Change, SaleId};
use std::sync::Arc;

/// From so many sales on they are searched.
const SEARCHED_FROM: usize = 7;

/// Chooses the other sale, then shows what comes of it.
pub fn body(till: Till, other: Option<SaleId>) -> AnyView {
    match other.and_then(|id| till.replica.sale(id).get_untracked()) {
        Some(other) => confirm(till, &other),
        None => choose(till),
    }
}

fn words_for(view: &SaleView) -> String {
    let sale = &view.sale;
    let table = sale.table.as_ref().map_or("", |table| table.name.as_str());
    intl::folded(&format!("{} {} {table}", sale.title(), sale.number))
}

fn choose(till: Till) -> AnyView {
    let words = t().floor;
    let search = RwSignal::new(String::new());
    let seen = till.replica.seen_sales();
    let this = till.sale_id;
    let others = Memo::new(move |_| {
        let id = this.get();
        let mut others: Vec<Arc<SaleView>> = seen.with(|all| {
            let others = all.iter().filter(|v| Some(v.sale.id) != id && !v.read_only);
            others.cloned().collect()
        });
        let near = till.shared.get();
        let far = move |view: &SaleView| near.iter().all(|other| other.sale.id != view.sale.id);
        others.sort_by(|a, b| {
            let place = far(a).cmp(&far(b));
            place.then_with(|| intl::compare(a.sale.title(), b.sale.title()))
        });
        others
    });
    let shown = Memo::new(move |_| {
        let wanted = search.with(|text| intl::folded(text.trim()));
        others.with(|others| {
            let fit = others.iter().filter(|v| words_for(v).contains(&wanted));
            fit.map(|view| view.sale.id.0).collect::<Vec<_>>()
        })
    });
    let row =
        move |id| {
            let view = till.replica.sale(SaleId(id));
            (move || {
                view.get().map(|view| {
                let title = view.sale.title().to_owned();
                let shared = till.shared.with(|all| all.iter().any(|one| one.sale.id.0 == id));
                let facts = match shared {
                    true => format!("{} · {}", view.sale.number, words.same_table_chip),
                    false => view.sale.number.clone(),
                };
                view! {
                    <li>
                        <button
                            type="button"
                            class="pick-row"
                            data-testid="merge-choice"
                            data-title=title.clone()
                            on:click=move |_| till.sheet.set(Some(Sheet::Merge(Some(SaleId(id)))))
                        >
                            <span class="pick-name">{title.clone()}</span>
                            <span class="pick-facts">{facts}</span>
                            <Money amount=view.totals.total currency=till.currency() />
                        </button>
                    </li>
                }
            })
            })
            .into_any()
        };
    view! {
        <Show when=move || { others.with(|all| all.len() >= SEARCHED_FROM) }>
            <SearchField
                label=words.merge_search
                value=search
                on_input=move |text| search.set(text)
            />
        </Show>
        <Show when=move || others.with(Vec::is_empty)>
            <EmptyState picture=Icon::Merge title=words.merge_none text=words.merge_none_hint />
        </Show>
        <ul class="pick-rows"><For each=move || shown.get() key=|id| *id children=row /></ul>
    }
    .into_any()
}

fn confirm(till: Till, other: &SaleView) -> AnyView {
    let words = t().floor;
    let Some(this) = till.view.get_untracked() else {
        return ().into_any();
    };
    let change = Change::Merge {
        sale_id: other.sale.id,
        into: this.sale.id,
    };
    let after = till.replica.preview(&change);
    let after = after.into_iter().find(|sale| sale.id == this.sale.id);
    let total = after.map_or(this.totals.total + other.totals.total, |s| s.totals().total);
    let (title, into) = (other.sale.title().to_owned(), this.sale.title().to_owned());
    let customer = match (&this.sale.customer, &other.sale.customer) {
        (Some(kept), Some(listed)) if kept != listed => {
            Some(words.merge_customer(&kept.name, &listed.name))
        }
        _ => None,
    };
    let may_undo = this.sale.tenders.is_empty() && other.sale.tenders.is_empty();
    let act = Act::new(change, words.merged(&into, &title));
    let sale_id = other.sale.id;
    let act = match may_undo {
        true => act.undo(Change::Unmerge { sale_id }),
        false => act,
    };
    view! {
        <dl class="before-after">
            {amount(till, into, this.totals.total, "merge-this")}
            {amount(till, title, other.totals.total, "merge-other")}
            {amount(till, words.merge_after.to_owned(), total, "merge-after")}
        </dl>
        <p>{words.merge_keeps}</p>
        {customer.map(|text| view! { <p>{text}</p> })}
        <div class="dialog-actions">
            <Button large=true on_press=move || till.sheet.set(Some(Sheet::Merge(None)))>
                {words.merge_other}
            </Button>
            <Button
                look=Look::Primary
                large=true
                picture=Icon::Merge
                test_id="merge-confirm"
                on_press=move || till.act(act.clone())
            >
                {words.merge_do}
            </Button>
        </div>
    }
    .into_any()
}

/// One line of a comparison.
pub fn amount(
    till: Till,
    what: String,
    amount: impl Into<Signal<sale::Money>>,
    id: &'static str,
) -> AnyView {
    let amount = amount.into();
    view! {
        <div class="total-line" data-testid=id data-minor=move || amount.get().0.to_string()>
            <dt>{what}</dt>
            <dd>
                <Money amount=amount currency=till.currency() />
            </dd>
        </div>
    }
    .into_any()
}
