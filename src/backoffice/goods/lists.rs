//! What goods choose from: tax rates and groups of modifiers, each changed as a whole list.
//!
//! It must not know the goods.

use super::form::Tick;
use super::parts::{hundredths, typed_hundredths, typed_money};
use crate::api::goods as api;
use crate::i18n::t;
use crate::platform::ids::new_uuid;
use crate::replica::Replica;
use crate::ui::{Button, Dialog, Icon, IconButton, Look, TextField, Toast, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Currency, GoodsLists, ModifierChoice, ModifierGroup, ModifierGroupId, TaxRate};
use sync::api::goods::{ListsEdit, ListsEdited};

/// Most letters of a name.
const MOST_NAME: u32 = 60;

/// Asks for the lists.
#[component]
pub fn ListsDialog(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog open=open title=t().goods.lists test_id="lists-dialog" on_close=move || open.set(false)>
            <Form open=open />
        </Dialog>
    }
}

/// A rate as it is typed, and as it was.
#[derive(Clone, Copy)]
struct Rate {
    key: u32,
    was: StoredValue<Option<TaxRate>>,
    name: RwSignal<String>,
    percent: RwSignal<String>,
    included: RwSignal<bool>,
}

/// A group as it is typed.
#[derive(Clone, Copy)]
struct Group {
    id: ModifierGroupId,
    name: RwSignal<String>,
    fewest: RwSignal<String>,
    most: RwSignal<String>,
    choices: RwSignal<Vec<Extra>>,
}

/// A choice as it is typed.
#[derive(Clone, Copy)]
struct Extra {
    key: u32,
    name: RwSignal<String>,
    price: RwSignal<String>,
    default: RwSignal<bool>,
}

/// Everything that is typed.
#[derive(Clone, Copy)]
struct Typed {
    seen: RwSignal<GoodsLists>,
    rates: RwSignal<Vec<Rate>>,
    groups: RwSignal<Vec<Group>>,
    next: StoredValue<u32>,
}

impl Typed {
    fn key(self) -> u32 {
        let key = self.next.get_value();
        self.next.set_value(key.wrapping_add(1));
        key
    }

    fn rate(self, rate: Option<TaxRate>) -> Rate {
        let percent = rate
            .as_ref()
            .map(|rate| hundredths(i64::from(rate.basis_points)));
        Rate {
            key: self.key(),
            name: RwSignal::new(
                rate.as_ref()
                    .map(|rate| rate.name.clone())
                    .unwrap_or_default(),
            ),
            percent: RwSignal::new(percent.unwrap_or_default()),
            included: RwSignal::new(rate.as_ref().is_none_or(|rate| rate.included)),
            was: StoredValue::new(rate),
        }
    }

    fn extra(self, choice: Option<&ModifierChoice>, currency: &Currency) -> Extra {
        Extra {
            key: self.key(),
            name: RwSignal::new(choice.map(|choice| choice.name.clone()).unwrap_or_default()),
            price: RwSignal::new(
                choice
                    .map(|choice| currency.decimal(choice.price))
                    .unwrap_or_default(),
            ),
            default: RwSignal::new(choice.is_some_and(|choice| choice.default)),
        }
    }

    fn show(self, lists: &GoodsLists, currency: &Currency) {
        let rates = lists.tax_rates.iter().cloned();
        self.rates
            .set(rates.map(|rate| self.rate(Some(rate))).collect());
        let groups = lists.modifier_groups.iter().map(|group| Group {
            id: group.id,
            name: RwSignal::new(group.name.clone()),
            fewest: RwSignal::new(group.fewest.to_string()),
            most: RwSignal::new(group.most.map(|most| most.to_string()).unwrap_or_default()),
            choices: RwSignal::new(
                group
                    .choices
                    .iter()
                    .map(|choice| self.extra(Some(choice), currency))
                    .collect(),
            ),
        });
        self.groups.set(groups.collect());
        self.seen.set(lists.clone());
    }

    /// The lists, and which rates became others; none when something cannot be read.
    fn read(self, currency: &Currency) -> Option<ListsEdit> {
        let text = |field: RwSignal<String>| field.with_untracked(|text| text.trim().to_owned());
        let (mut wanted, mut replaced) = (GoodsLists::default(), Vec::new());
        for typed in self.rates.get_untracked() {
            let points = typed
                .percent
                .with_untracked(|text| typed_hundredths(text))?;
            let rate = TaxRate {
                name: text(typed.name),
                basis_points: u32::try_from(points).ok()?,
                included: typed.included.get_untracked(),
            };
            if let Some(was) = typed.was.get_value().filter(|was| *was != rate) {
                replaced.push((was, rate.clone()));
            }
            wanted.tax_rates.push(rate);
        }
        for typed in self.groups.get_untracked() {
            let mut choices = Vec::new();
            for extra in typed.choices.get_untracked() {
                let price = Some(text(extra.price)).filter(|price| !price.is_empty());
                let price = price
                    .map(|price| typed_money(&price, currency))
                    .transpose()
                    .ok()?;
                choices.push(ModifierChoice {
                    name: text(extra.name),
                    price: price.unwrap_or(sale::Money::ZERO),
                    default: extra.default.get_untracked(),
                });
            }
            let most = Some(text(typed.most)).filter(|most| !most.is_empty());
            let fewest = Some(text(typed.fewest)).filter(|fewest| !fewest.is_empty());
            wanted.modifier_groups.push(ModifierGroup {
                id: typed.id,
                name: text(typed.name),
                fewest: fewest.map_or(Some(0), |fewest| fewest.parse().ok())?,
                most: most.map(|most| most.parse()).transpose().ok()?,
                choices,
            });
        }
        wanted.can_stand().then(|| ListsEdit {
            seen: self.seen.get_untracked(),
            wanted,
            replaced,
        })
    }
}

#[component]
fn Form(open: RwSignal<bool>) -> impl IntoView {
    let (words, toasts) = (t().goods, Toasts::get());
    let store = Replica::expect().store();
    let typed = Typed {
        seen: RwSignal::new(GoodsLists::default()),
        rates: RwSignal::new(Vec::new()),
        groups: RwSignal::new(Vec::new()),
        next: StoredValue::new(0),
    };
    let (wrong, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let Some(row) = store.get_untracked() else {
        return ().into_any();
    };
    let currency = StoredValue::new(row.currency.clone());
    typed.show(&row.goods, &row.currency);
    let add_group = move || {
        let extra = currency.with_value(|currency| typed.extra(None, currency));
        typed.groups.update(|groups| {
            groups.push(Group {
                id: ModifierGroupId(new_uuid()),
                name: RwSignal::default(),
                fewest: RwSignal::new("0".to_owned()),
                most: RwSignal::default(),
                choices: RwSignal::new(vec![extra]),
            });
        });
    };
    let send = move || {
        let Some(edit) = currency.with_value(|currency| typed.read(currency)) else {
            wrong.set(Some(words.lists_wrong.to_owned()));
            return;
        };
        busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            let answer = api::edit_lists(&edit).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(ListsEdited::Done(_)) => {
                    toasts.show(Toast::done(words.lists_saved.to_owned()));
                    let _ = open.try_set(false);
                }
                Ok(ListsEdited::Wrong) => drop(wrong.try_set(Some(words.lists_wrong.to_owned()))),
                Ok(ListsEdited::ChangedMeanwhile(now)) => {
                    // What was typed stays; who saves again has been told.
                    drop(typed.seen.try_set(now));
                    drop(wrong.try_set(Some(words.lists_meanwhile.to_owned())));
                }
                Err(error) => drop(wrong.try_set(Some(error.text()))),
            }
        });
    };
    view! {
        <form
            class="form lists-form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                if !busy.get_untracked() {
                    send();
                }
            }
        >
            <h3>{words.tax_rates}</h3>
            <For each=move || typed.rates.get() key=|rate| rate.key children=move |rate| {
                let key = rate.key;
                view! {
                    <div class="list-line" data-testid="tax-rate">
                        <TextField label=words.name value=rate.name most=MOST_NAME test_id="tax-name" />
                        <TextField label=words.percent value=rate.percent inputmode="decimal" test_id="tax-percent" />
                        <Tick text=words.included on=rate.included on_turn=move |()| rate.included.update(|on| *on = !*on) />
                        <IconButton
                            picture=Icon::Remove
                            label=words.remove
                            on_press=move || typed.rates.update(|rates| rates.retain(|r| r.key != key))
                        />
                    </div>
                }
                    .into_any()
            } />
            <Button picture=Icon::Plus test_id="add-tax" on_press=move || {
                let rate = typed.rate(None);
                typed.rates.update(|rates| rates.push(rate));
            }>{words.add_tax}</Button>
            <h3>{words.groups}</h3>
            <For each=move || typed.groups.get() key=|group| group.id.0 children=move |group| {
                view! { <GroupFields group typed currency /> }.into_any()
            } />
            <Button picture=Icon::Plus test_id="add-group" on_press=add_group>{words.add_group}</Button>
            <Show when=move || wrong.with(Option::is_some)>
                <p class="form-wrong" role="alert">{move || wrong.get()}</p>
            </Show>
            <div class="dialog-actions">
                <Button on_press=move || open.set(false)>{t().common.cancel}</Button>
                <Button look=Look::Primary submit=true busy=busy test_id="lists-save">{words.save}</Button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn GroupFields(group: Group, typed: Typed, currency: StoredValue<Currency>) -> impl IntoView {
    let words = t().goods;
    let id = group.id;
    let add = move || {
        let extra = currency.with_value(|currency| typed.extra(None, currency));
        group.choices.update(|choices| choices.push(extra));
    };
    view! {
        <fieldset class="group-fields" data-testid="modifier-group">
            <legend class="visually-hidden">{words.group}</legend>
            <div class="list-line">
                <TextField label=words.group value=group.name most=MOST_NAME test_id="group-name" />
                <TextField label=words.fewest value=group.fewest inputmode="numeric" test_id="group-fewest" />
                <TextField label=words.most value=group.most inputmode="numeric" test_id="group-most" />
                <IconButton
                    picture=Icon::Remove
                    label=words.remove
                    on_press=move || typed.groups.update(|groups| groups.retain(|g| g.id != id))
                />
            </div>
            <For each=move || group.choices.get() key=|extra| extra.key children=move |extra| {
                let key = extra.key;
                view! {
                    <div class="list-line list-choice">
                        <TextField label=words.choice value=extra.name most=MOST_NAME test_id="choice-name" />
                        <TextField label=words.price value=extra.price inputmode="decimal" test_id="choice-price" />
                        <Tick text=words.default on=extra.default on_turn=move |()| extra.default.update(|on| *on = !*on) />
                        <IconButton
                            picture=Icon::Remove
                            label=words.remove
                            on_press=move || group.choices.update(|all| all.retain(|e| e.key != key))
                        />
                    </div>
                }
                    .into_any()
            } />
            <Button look=Look::Quiet picture=Icon::Plus test_id="add-choice" on_press=add>{words.add_choice}</Button>
        </fieldset>
    }
}
