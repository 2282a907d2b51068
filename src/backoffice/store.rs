//! The settings of the store. Only what was changed is sent, with what was seen of it: what another
//! manager changed meanwhile is shown beside the field (rule C4).
//!
//! It must not know what the registers do with them.

mod access;
mod logo;
mod sections;
mod typed;

use super::problems::{Problems, plain};
use crate::api::{self, ApiError};
use crate::i18n::t;
use crate::ui::{
    Banner, Button, ErrorState, Icon, Look, ScreenTitle, Skeleton, SkeletonShape, Toast, Toasts,
    Tone,
};
use access::Access;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Currency, Store};
use sections::Sections;
use sync::api::edit::FieldEdit;
use sync::api::settings::{STORE_FIELDS, StoreEdit, StoreSettings};
use typed::Typed;

/// The settings.
#[component]
pub fn StorePage() -> impl IntoView {
    let words = t().store_settings;
    let answer = RwSignal::new(None::<Result<StoreSettings, ApiError>>);
    let ask = move || {
        answer.set(None);
        spawn_local(async move {
            let _ = answer.try_set(Some(api::store().await));
        });
    };
    ask();
    view! {
        <div class="page store-page">
            <header class="page-head">
                <div>
                    <ScreenTitle title=words.title />
                    <p class="page-hint">{words.hint}</p>
                </div>
            </header>
            {move || match answer.get() {
                None => view! { <Skeleton shape=SkeletonShape::Cards count=4 /> }.into_any(),
                Some(Err(error)) => {
                    view! { <ErrorState title=words.failed text=error.text() on_retry=ask /> }
                        .into_any()
                }
                Some(Ok(settings)) => view! { <Form settings=settings /> }.into_any(),
            }}
        </div>
    }
}

/// Takes into what was seen of the settings what another has changed.
fn learn(store: &mut Store, field: &str, now: &serde_json::Value) {
    let Ok(mut row) = serde_json::to_value(&*store) else {
        return;
    };
    set(&mut row, field, now);
    prune(&mut row);
    if let Ok(read) = serde_json::from_value(row) {
        *store = read;
    }
}

/// Puts a value into a field, whose name may have dots.
fn set(row: &mut serde_json::Value, field: &str, now: &serde_json::Value) {
    let Some(row) = row.as_object_mut() else {
        return;
    };
    match field.split_once('.') {
        Some((outer, inner)) => {
            let outer = row
                .entry(outer)
                .or_insert_with(|| serde_json::Value::Object(serde_json::Map::new()));
            set(outer, inner, now);
        }
        None => {
            row.insert(field.to_owned(), now.clone());
        }
    }
}

/// What is nothing is left out of a row.
fn prune(row: &mut serde_json::Value) {
    if let Some(row) = row.as_object_mut() {
        row.values_mut().for_each(prune);
        row.retain(|_, value| !value.is_null());
    }
}

fn in_words(currency: &Currency, field: &str, value: &serde_json::Value) -> String {
    match (field, value.as_i64()) {
        ("cash_rounding", Some(coin)) => currency.decimal(sale::Money(coin)),
        ("most_cashier_discount", Some(points)) => {
            format!("{} %", sale::Quantity(points.saturating_mul(10)))
        }
        ("currency", _) => plain(value.get("code").unwrap_or(value)),
        ("age_steps", _) => {
            let steps = ["ageing_minutes", "old_minutes", "very_old_minutes"];
            let steps = steps.map(|step| value.get(step).map(plain).unwrap_or_default());
            steps.join(" / ")
        }
        _ => plain(value),
    }
}

#[component]
fn Form(settings: StoreSettings) -> impl IntoView {
    let words = t().store_settings;
    let toasts = Toasts::get();
    let typed = Typed::of(&settings.store);
    let seen = RwSignal::new(settings.store.clone());
    let sessions = RwSignal::new(settings.sessions);
    let (problems, busy) = (Problems::new(), RwSignal::new(false));
    let edits = Memo::new(move |_| {
        seen.with(|seen| {
            let wanted = typed.store(seen)?;
            let edits = FieldEdit::between(seen, &wanted, &STORE_FIELDS);
            Ok::<_, Vec<(&'static str, &'static str)>>(edits.unwrap_or_default())
        })
    });
    // What cannot be read counts as one thing that is not saved.
    let unsaved = Memo::new(move |_| edits.with(|edits| edits.as_ref().map_or(1, Vec::len)));
    let save = move || {
        if busy.get_untracked() {
            return;
        }
        problems.clear();
        let fields = match edits.get_untracked() {
            Ok(fields) => fields,
            Err(wrong) => {
                for (field, text) in wrong {
                    problems.say(field, text);
                }
                return;
            }
        };
        busy.set(true);
        spawn_local(async move {
            let answer = api::change_store(&StoreEdit { fields }).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(settings) => {
                    let _ = seen.try_set(settings.store.clone());
                    typed.reset(&settings.store);
                    toasts.show(Toast::done(words.saved.to_owned()));
                }
                Err(error) => {
                    let Some(currency) = seen.try_with_untracked(|seen| seen.currency.clone())
                    else {
                        return;
                    };
                    problems.take(
                        &error,
                        |field, value| in_words(&currency, field, value),
                        |field, now| {
                            let _ = seen.try_update(|seen| learn(seen, field, now));
                        },
                    );
                }
            }
        });
    };
    view! {
        <form
            class="store-form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            {move || {
                problems
                    .general
                    .get()
                    .map(|text| view! { <Banner tone=Tone::Bad picture=Icon::Trouble text=text /> })
            }}
            <Sections typed=typed problems=problems has_sold=settings.has_sold />
            <Show when=move || { unsaved.get() > 0 }>
                <div class="store-save" role="region" aria-label=words.save>
                    <p>{move || words.unsaved(u64::try_from(unsaved.get()).unwrap_or(u64::MAX))}</p>
                    <Button
                        test_id="store-undo"
                        on_press=move || {
                            problems.clear();
                            typed.reset(&seen.get_untracked());
                        }
                    >
                        {words.undo}
                    </Button>
                    <Button look=Look::Primary submit=true busy=busy test_id="store-save">
                        {words.save}
                    </Button>
                </div>
            </Show>
        </form>
        <Access sessions=sessions />
    }
}
