//! What is done with several sales at once: the bar that offers it, and the question that shows
//! what will happen before it does.
//!
//! It must not know how a list is drawn.

mod deed;
mod making;

use super::super::facts::Facts;
use super::super::places::Listed;
use super::super::sale::VoidForm;
use super::picked::Picked;
use super::sheet::Sheet;
use crate::i18n::t;
use crate::platform::intl;
use crate::replica::{Replica, SaleView};
use crate::ui::{Button, Choice, Dialog, Icon, Look, Select};
use deed::{Deed, Plan};
use leptos::prelude::*;
use making::Making;
use sale::{EmployeeId, Money, SaleId};
use std::sync::Arc;

/// Which question is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asking {
    Nothing,
    Close,
    Void,
    HandOver,
    Merge,
}

/// The bar, while anything is selected.
#[component]
pub fn Bulk(
    /// What the list is of.
    listed: Memo<Listed>,
    /// The finished sales that have come.
    finished: RwSignal<Vec<Arc<SaleView>>>,
    /// What is selected.
    picked: Picked,
    /// Prints and exports.
    sheet: Sheet,
) -> impl IntoView {
    let words = t().sales;
    let (facts, replica) = (Facts::get(), Replica::expect());
    let ids = picked.ids();
    let asking = RwSignal::new(Asking::Nothing);
    let making = Making::new(picked);
    let count = move || u64::try_from(ids.with(|ids| ids.len())).unwrap_or(0);
    let is_open = Memo::new(move |_| listed.get() == Listed::Open);
    let views = move || match is_open.get() {
        true => open_ones(replica, picked),
        false => finished.with(|all| of(all, picked).cloned().collect()),
    };
    let total = Memo::new(move |_| {
        let sum = |sum, view: &Arc<SaleView>| sum + view.totals.total;
        match is_open.get() {
            true => replica.sales().with(|sales| {
                let ids = ids.get();
                let views = ids.iter().filter_map(|id| sales.open(*id));
                views.fold(Money::ZERO, sum)
            }),
            false => finished.with(|all| of(all, picked).fold(Money::ZERO, sum)),
        }
    });
    let ask = move |what| {
        making.done.set(None);
        asking.set(what);
    };
    let act = move |look, picture, test_id, text: &'static str, what| {
        view! {
            <Button look picture test_id on_press=move || ask(what)>
                {text}
            </Button>
        }
    };
    let title = move || match asking.get() {
        Asking::Close => words.close_title(count()),
        Asking::Void => words.void_title(count()),
        Asking::HandOver => words.hand_title(count()),
        Asking::Merge | Asking::Nothing => words.merge_title(count()),
    };
    let close = move || {
        if making.done.get_untracked().is_none() {
            asking.set(Asking::Nothing);
        }
    };
    let make = Callback::new(move |deed: Deed| {
        let plan = Plan::of(&untrack(views), &deed);
        making.make(plan, move || asking.set(Asking::Nothing));
    });
    let several = move || count() > 1;
    view! {
        <Show when=move || { count() > 0 }>
            <div class="bulk" role="group" aria-label=words.selection data-testid="bulk">
                <p class="bulk-count" role="status">
                    <strong>{move || words.picked(count())}</strong>
                    " "
                    <span class="money">{move || facts.money(total.get())}</span>
                </p>
                <Show
                    when=move || is_open.get()
                    fallback=move || view! { <p class="bulk-why">{words.finished_stay}</p> }
                >
                    {act(Look::Secondary, Icon::Person, "bulk-hand-over", words.hand_over, Asking::HandOver)}
                    <Show when=several>
                        {act(Look::Secondary, Icon::Merge, "bulk-merge", words.merge, Asking::Merge)}
                    </Show>
                    {act(Look::Secondary, Icon::Void, "bulk-void", words.void, Asking::Void)}
                    {act(Look::Secondary, Icon::Check, "bulk-close", words.close, Asking::Close)}
                </Show>
                <Button look=Look::Quiet test_id="bulk-print" on_press=move || sheet.print(untrack(views))>
                    {words.print}
                </Button>
                <Button look=Look::Quiet test_id="bulk-export" on_press=move || sheet.export(&untrack(views))>
                    {words.export}
                </Button>
                <Button
                    look=Look::Quiet
                    picture=Icon::Close
                    test_id="bulk-clear"
                    on_press=move || picked.clear()
                >
                    {words.clear_picked}
                </Button>
            </div>
        </Show>
        <Dialog
            open=Signal::derive(move || asking.get() != Asking::Nothing)
            title=Signal::derive(title)
            test_id="bulk-dialog"
            on_close=close
        >
            {move || match (making.done.get().is_some(), asking.get()) {
                (true, _) => making.progress().into_any(),
                (_, Asking::Close) => {
                    let plan = Plan::of(&untrack(views), &Deed::Close);
                    view! {
                        <Told plan=plan.clone() facts />
                        <Answer
                            look=Look::Primary
                            text=words.close
                            ready=Signal::stored(!plan.changes.is_empty())
                            on_yes=move || make.run(Deed::Close)
                            on_no=close
                        />
                    }
                        .into_any()
                }
                (_, Asking::Void) => {
                    let plan = Plan::of(&untrack(views), &Deed::Void(String::new()));
                    let void = Callback::new(move |reason| make.run(Deed::Void(reason)));
                    view! {
                        <Told plan facts />
                        <VoidForm has_money=false on_void=void on_cancel=close />
                    }
                        .into_any()
                }
                (_, Asking::HandOver) => {
                    view! { <HandOver views=untrack(views) facts make on_no=close /> }.into_any()
                }
                (_, Asking::Merge) => {
                    view! { <MergeAll views=untrack(views) facts make on_no=close /> }.into_any()
                }
                (_, Asking::Nothing) => ().into_any(),
            }}
        </Dialog>
    }
}

/// The selected ones of these.
fn of(all: &[Arc<SaleView>], picked: Picked) -> impl Iterator<Item = &Arc<SaleView>> {
    all.iter().filter(move |view| picked.holds(view.sale.id))
}

/// The selected sales that are open, oldest first.
fn open_ones(replica: Replica, picked: Picked) -> Vec<Arc<SaleView>> {
    let ids = picked.ids();
    let mut views: Vec<Arc<SaleView>> = replica.sales().with(|sales| {
        let ids = ids.get();
        ids.iter()
            .filter_map(|id| sales.open(*id).cloned())
            .collect()
    });
    views.sort_by_key(|view| (view.sale.opened_at_ms, view.sale.id));
    views
}

/// What will happen, in sentences.
#[component]
fn Told(plan: Plan, facts: Facts) -> impl IntoView {
    let sentences = plan.told(facts);
    view! {
        <ul class="bulk-told" data-testid="bulk-preview">
            {sentences.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}
        </ul>
    }
}

#[component]
fn Answer(
    look: Look,
    text: &'static str,
    ready: Signal<bool>,
    #[prop(into)] on_yes: Callback<()>,
    #[prop(into)] on_no: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="dialog-actions">
            <Button on_press=on_no>{t().common.cancel}</Button>
            <Button
                look
                disabled=Signal::derive(move || !ready.get())
                test_id="bulk-confirm"
                on_press=on_yes
            >
                {text}
            </Button>
        </div>
    }
}

#[component]
fn HandOver(
    views: Vec<Arc<SaleView>>,
    facts: Facts,
    make: Callback<Deed>,
    #[prop(into)] on_no: Callback<()>,
) -> impl IntoView {
    let words = t().backoffice;
    let mut choices = vec![Choice {
        value: String::new(),
        text: words.transfer_choose.to_owned(),
    }];
    let mut people = facts.employees().get_untracked();
    people.sort_by(|a, b| intl::compare(&a.name, &b.name));
    choices.extend(people.iter().map(|one| Choice {
        value: one.id.to_string(),
        text: one.name.clone(),
    }));
    let chosen = RwSignal::new(String::new());
    let to = move || chosen.get().parse::<EmployeeId>().ok();
    view! {
        <Select
            label=words.transfer_to
            choices=Signal::stored(choices)
            value=chosen
            test_id="bulk-to"
            on_choose=move |value: String| chosen.set(value)
        />
        {move || {
            to().map(|to| view! { <Told plan=Plan::of(&views, &Deed::HandOver(to)) facts /> })
        }}
        <Answer
            look=Look::Primary
            text=t().sales.hand_over
            ready=Signal::derive(move || to().is_some())
            on_yes=move || {
                if let Some(to) = untrack(to) {
                    make.run(Deed::HandOver(to));
                }
            }
            on_no
        />
    }
}

#[component]
fn MergeAll(
    views: Vec<Arc<SaleView>>,
    facts: Facts,
    make: Callback<Deed>,
    #[prop(into)] on_no: Callback<()>,
) -> impl IntoView {
    let words = t().backoffice;
    let choices: Vec<Choice> = views
        .iter()
        .map(|view| Choice {
            value: view.sale.id.to_string(),
            text: format!("{} · {}", view.sale.title(), view.sale.number),
        })
        .collect();
    let first = choices.first().map(|choice| choice.value.clone());
    let chosen = RwSignal::new(first.unwrap_or_default());
    let into = move || chosen.get().parse::<SaleId>().ok();
    view! {
        <p class="dialog-text">{words.merge_what}</p>
        <Select
            label=words.merge_into
            choices=Signal::stored(choices)
            value=chosen
            test_id="bulk-into"
            on_choose=move |value: String| chosen.set(value)
        />
        {move || {
            into().map(|into| view! { <Told plan=Plan::of(&views, &Deed::Merge(into)) facts /> })
        }}
        <Answer
            look=Look::Primary
            text=t().sales.merge
            ready=Signal::stored(true)
            on_yes=move || {
                if let Some(into) = untrack(into) {
                    make.run(Deed::Merge(into));
                }
            }
            on_no
        />
    }
}
