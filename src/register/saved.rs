//! The saved sales, as cards: search, whose, and in which order. A tap picks one up.
//!
//! It must not know what is done with a sale then.

use super::sell::place_chip;
use super::till::Till;
use super::till::words::being_paid;
use crate::i18n::{self, t};
use crate::platform::{clock::Clock, intl, keyboard};
use crate::replica::{LinkState, Replica, SaleView};
use crate::ui::{
    AgeChip, Button, Chip, Choice, EmptyState, Icon, Look, Money, ScreenTitle, SearchField,
    Segmented, Select, Tone,
};
use leptos::html;
use leptos::prelude::*;
use sale::SaleId;
use std::sync::Arc;

/// The first letters of a name: `Robin Vale` is `RV`.
fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .collect()
}

fn sorted(mut sales: Vec<Arc<SaleView>>, by: &str) -> Vec<Arc<SaleView>> {
    sales.sort_by(|a, b| match by {
        "newest" => b.sale.opened_at_ms.cmp(&a.sale.opened_at_ms),
        "name" => intl::compare(a.sale.title(), b.sale.title()),
        "total" => b.totals.total.cmp(&a.totals.total),
        _ => a.sale.opened_at_ms.cmp(&b.sale.opened_at_ms),
    });
    sales
}

fn fits(view: &SaleView, wanted: &str) -> bool {
    let sale = &view.sale;
    let table = sale.table.as_ref().map_or("", |table| table.name.as_str());
    let customer = sale.customer.as_ref().map_or("", |c| c.name.as_str());
    let name = sale.name.as_deref().unwrap_or_default();
    let head = format!("{name} {} {table} {customer}", sale.number);
    wanted.is_empty()
        || intl::folded(&head).contains(wanted)
        || sale
            .standing_lines()
            .any(|line| intl::folded(&line.name).contains(wanted))
}

/// The screen.
#[component]
pub fn Saved() -> impl IntoView {
    let till = Till::get();
    let words = t().register;
    let connection = Replica::expect().connection();
    // Sales of a register with sync off are on no other one (rule F4).
    let alone = Memo::new(move |_| connection.get().link == LinkState::SyncOff);
    let (search, mine) = (
        RwSignal::new(String::new()),
        RwSignal::new("all".to_owned()),
    );
    let order = RwSignal::new("oldest".to_owned());
    let (open, me) = (till.replica.seen_sales(), till.replica.signed_in());
    let shown = Memo::new(move |_| {
        let wanted = search.with(|text| intl::folded(text.trim()));
        let only_mine = mine.with(|mine| mine == "mine");
        let Some(me) = me.get() else {
            return Vec::new();
        };
        let sales: Vec<Arc<SaleView>> = open.with(|open| {
            open.iter()
                .filter(|v| !only_mine || v.sale.owner == me.id)
                .filter(|v| fits(v, &wanted))
                .cloned()
                .collect()
        });
        order.with(|order| sorted(sales, order))
    });
    let field = NodeRef::<html::Input>::new();
    keyboard::lead_to(field);
    // Sales that share their table with another (rule C6).
    let shared = Memo::new(move |_| {
        open.with(|open| {
            let tables = sale::shared_tables(open.iter().map(|view| &view.sale), intl::folded);
            tables
                .into_iter()
                .flat_map(|table| table.sales)
                .collect::<Vec<SaleId>>()
        })
    });
    let choice = |value: &str, text: &str| Choice {
        value: value.to_owned(),
        text: text.to_owned(),
    };
    let whose = vec![choice("all", words.all), choice("mine", words.mine)];
    let orders = vec![
        choice("oldest", words.oldest),
        choice("newest", words.newest),
        choice("name", words.by_name),
        choice("total", words.by_total),
    ];
    view! {
        <main id="content" tabindex="-1" class="saved">
            <div class="saved-head">
                <ScreenTitle title=words.saved_sales />
                <SearchField
                    label=words.search_saved
                    value=search
                    shortcut="/"
                    node=field
                    on_input=move |text| search.set(text)
                />
                <Segmented
                    label=words.whose
                    choices=whose
                    value=mine
                    on_choose=move |value| mine.set(value)
                />
                <Select
                    label=words.sorted
                    quiet=true
                    choices=orders
                    value=order
                    on_choose=move |value| order.set(value)
                />
                <Button
                    look=Look::Primary
                    picture=Icon::Plus
                    test_id="new-sale"
                    on_press=move || till.go_new()
                >
                    {words.new_sale}
                </Button>
            </div>
            <Show when=move || shown.with(Vec::is_empty)>
                {move || {
                    let (title, text) = match open.with(Vec::is_empty) {
                        true if alone.get() => (words.no_saved, words.no_saved_alone_hint),
                        true => (words.no_saved, words.no_saved_hint),
                        false => (words.nothing_found, words.nothing_found_hint),
                    };
                    view! { <EmptyState picture=Icon::Save title=title text=text /> }
                }}
            </Show>
            <ul class="saved-cards">
                <For each=move || {
                        shown.with(|shown| shown.iter().map(|view| view.sale.id.0).collect::<Vec<_>>())
                    } key=|id| *id children=move |id| {
                        let view = till.replica.sale(SaleId(id));
                        (move || view.get().map(|view| view! { <Card view shared /> })).into_any()
                    } />
            </ul>
        </main>
    }
}

#[component]
fn Card(view: Arc<SaleView>, shared: Memo<Vec<SaleId>>) -> impl IntoView {
    let till = Till::get();
    let words = t().register;
    let sale = &view.sale;
    let (id, owner) = (sale.id, sale.owner);
    let title = sale.title().to_owned();
    let people = till.replica.employees();
    let owner_name = Memo::new(move |_| {
        let known = people.with(|all| all.iter().find(|e| e.id == owner).map(|e| e.name.clone()));
        known.unwrap_or_else(|| t().common.somebody.to_owned())
    });
    let store = till.replica.store();
    let steps = Signal::derive(move || store.with(|s| s.as_ref().map(|s| s.age_steps)));
    let units = sale.items();
    let mut facts = vec![sale.number.clone()];
    let table = sale.table.as_ref().map(|table| table.name.clone());
    facts.extend(table);
    facts.retain(|fact| *fact != title);
    facts.extend(
        sale.guests
            .map(|guests| words.guest_count(u64::from(guests))),
    );
    facts.push(words.item_count(units));
    view! {
        <li>
            <button
                type="button"
                class="saved-card"
                data-testid="saved-sale"
                data-sale-id=id.to_string()
                data-title=title.clone()
                data-total-minor=view.totals.total.0.to_string()
                on:click=move |_| till.go_sale(id)
            >
                <span class="card-title">{title.clone()}</span>
                <span class="card-total">
                    <Money amount=view.totals.total currency=till.currency() />
                    {part_due(till, &view)}
                </span>
                <span class="card-facts">{i18n::facts(&facts)}</span>
                <span class="card-foot">
                    <AgeChip since_ms=sale.opened_at_ms now=Clock::now() steps=steps />
                    {(view.waiting > 0)
                        .then(|| {
                            view! { <Chip tone=Tone::Info picture=Icon::Clock text=words.waiting /> }
                        })}
                    {place_chip(&view)}
                    {view
                        .paid_elsewhere
                        .as_ref()
                        .map(|lease| {
                            view! {
                                <Chip tone=Tone::Info picture=Icon::Card text=being_paid(till, lease) />
                            }
                        })}
                    <Show when=move || shared.with(|all| all.contains(&id))>
                        <Chip
                            tone=Tone::Caution
                            picture=Icon::Table
                            text=t().floor.same_table_chip
                        />
                    </Show>
                    <span class="card-owner" title=move || owner_name.get()>
                        {move || initials(&owner_name.get())}
                    </span>
                </span>
            </button>
        </li>
    }
}

/// What is still to be paid, where a part was.
fn part_due(till: Till, view: &SaleView) -> Option<AnyView> {
    let due = view.totals.due;
    (view.totals.paid != sale::Money::ZERO).then(|| {
        let text = move || {
            let due = till
                .currency()
                .with(|c| c.as_ref().map(|c| intl::money(due, c)));
            due.map(|due| t().common.due_of(due))
        };
        view! { <small class="card-due" data-testid="card-due">{text}</small> }.into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_two_letters() {
        assert_eq!(initials("Robin de Vale"), "Rd");
        assert_eq!(initials("Ana"), "A");
        assert_eq!(initials(""), "");
    }
}
