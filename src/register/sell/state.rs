//! How the sale on the screen stands, above its lines: what is known of it, who wrote over whom,
//! who else takes its money, and the other sale on its table.
//!
//! It must not change anything.

use crate::i18n::t;
use crate::register::till::Till;
use crate::register::till::sheet::{Sheet, Task};
use crate::register::till::words::{being_paid, field_name};
use crate::replica::SaleView;
use crate::ui::{Banner, Button, Chip, Icon, Tone, icon};
use leptos::prelude::*;
use sale::Sale;

/// What is known of the sale beside its title.
fn facts(till: Till, sale: &Sale) -> Vec<(Icon, String)> {
    let words = t().floor;
    let title = sale.title();
    let mut facts = Vec::new();
    if title != sale.number {
        facts.push((Icon::Receipt, sale.number.clone()));
    }
    let table = sale.table.as_ref().map(|table| table.name.clone());
    facts.extend(
        table
            .filter(|name| name != title)
            .map(|name| (Icon::Table, name)),
    );
    let customer = sale.customer.as_ref().map(|customer| customer.name.clone());
    facts.extend(
        customer
            .filter(|name| name != title)
            .map(|name| (Icon::Person, name)),
    );
    let guests = sale.guests.map(|guests| words.guests(u64::from(guests)));
    facts.extend(guests.map(|guests| (Icon::People, guests)));
    facts.extend(
        sale.discount
            .map(|discount| (Icon::Tag, till.off(discount))),
    );
    if till.me() != Some(sale.owner) {
        facts.push((Icon::Person, words.with(till.person(sale.owner))));
    }
    facts.extend(sale.note.clone().map(|note| (Icon::Edit, note)));
    facts
}

/// Each write that took another's away unseen (rule C4).
fn written_over(till: Till, sale: &Sale) -> Vec<String> {
    let words = t().floor;
    let mut all = Vec::new();
    let own = sale.written.iter().map(|written| (None, written));
    let lines = sale.standing_lines();
    let of_lines = lines.flat_map(|line| line.written.iter().map(move |w| (Some(line), w)));
    for (line, written) in own.chain(of_lines) {
        let Some(over) = &written.over else { continue };
        let name = field_name(written.field);
        let name = line.map_or(name.to_owned(), |line| format!("{}, {name}", line.name));
        all.push(words.overwritten(
            till.held(&over.value),
            till.person(written.by),
            &name,
            till.person(over.by),
        ));
    }
    all
}

fn place(view: &SaleView) -> Option<(Icon, &'static str)> {
    let words = t().floor;
    if view.only_here {
        Some((Icon::CloudOff, words.only_here))
    } else if view.waiting_for_hand_over {
        Some((Icon::Hourglass, words.waiting_hand_over))
    } else {
        view.read_only.then_some((Icon::Lock, words.also_elsewhere))
    }
}

/// Where a sale is, as a chip, when it is not simply on all registers.
pub fn place_chip(view: &SaleView) -> Option<AnyView> {
    place(view).map(|(picture, text)| {
        view! { <Chip tone=Tone::Neutral picture=picture text=text /> }.into_any()
    })
}

/// All of it.
#[component]
pub fn SaleState() -> impl IntoView {
    let till = Till::get();
    let words = t().floor;
    let view = till.view;
    let open = Memo::new(move |_| view.get().filter(|view| view.sale.is_open()));
    let known = Memo::new(move |_| open.with(|v| v.as_ref().map(|v| facts(till, &v.sale))));
    let over = Memo::new(move |_| {
        let over = open.with(|v| v.as_ref().map(|v| written_over(till, &v.sale)));
        over.unwrap_or_default()
    });
    let paid = Memo::new(move |_| {
        let lease = open.with(|v| v.as_ref().and_then(|v| v.paid_elsewhere.clone()));
        lease.map(|lease| being_paid(till, &lease))
    });
    let other = till.shared;
    let other_text = Signal::derive(move || {
        other.with(|others| match others.first() {
            Some(one) => {
                let table = one
                    .sale
                    .table
                    .as_ref()
                    .map_or("", |table| table.name.as_str());
                words.same_table(one.sale.title(), table, till.money(one.totals.total))
            }
            None => String::new(),
        })
    });
    let read_only = Memo::new(move |_| open.with(|v| v.as_ref().is_some_and(|v| v.read_only)));
    view! {
        <Show when=move || known.with(Option::is_some)>
            <ul class="cart-facts" aria-label=words.facts>
                {move || {
                    known
                        .get()
                        .unwrap_or_default()
                        .into_iter()
                        .map(|(picture, text)| view! { <li>{icon(picture)} <span>{text}</span></li> })
                        .collect_view()
                }}
                {move || open.with(|v| v.as_ref().and_then(|v| place_chip(v))).map(|chip| view! { <li>{chip}</li> })}
            </ul>
        </Show>
        <Show when=move || !over.with(Vec::is_empty)>
            <details class="written-over" data-testid="written-over">
                <summary>{words.overwritten_title}</summary>
                <ul>
                    {move || over.get().into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}
                </ul>
            </details>
        </Show>
        <Show when=move || read_only.get()>
            <Banner tone=Tone::Caution picture=Icon::Lock text=words.read_only_why />
        </Show>
        <Show when=move || paid.with(Option::is_some)>
            <div data-testid="being-paid">
                <Banner
                    tone=Tone::Info
                    picture=Icon::Card
                    text=Signal::derive(move || paid.get().unwrap_or_default())
                />
            </div>
        </Show>
        <Show when=move || !other.with(Vec::is_empty)>
            <div data-testid="same-table">
                <Banner tone=Tone::Caution picture=Icon::Table text=other_text>
                    <Button
                        test_id="same-table-merge"
                        on_press=move || {
                            let other = other
                                .with_untracked(|all| all.first().map(|one| one.sale.id));
                            till.manage(Task::Sheet(Sheet::Merge(other)));
                        }
                    >
                        {words.same_table_merge}
                    </Button>
                </Banner>
            </div>
        </Show>
    }
}
