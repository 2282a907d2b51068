//! The form that names a sale: before it is saved, and whenever afterwards.
//!
//! It must not know how a sale is kept.

use super::table_picks::TablePicks;
use crate::i18n::t;
use crate::register::till::details::Details;
use crate::register::till::{Till, tables};
use crate::ui::{Button, Look, TextField};
use leptos::prelude::*;

fn filled(text: RwSignal<String>) -> Option<String> {
    let text = text.with_untracked(|text| text.trim().to_owned());
    (!text.is_empty()).then_some(text)
}

/// Name, table, guests and note.
pub fn body(till: Till) -> AnyView {
    let words = t().register;
    let before = till.view.get_untracked();
    let before = before.map_or_else(Details::default, |view| Details::of(&view.sale));
    let field = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
    let (name, table) = (field(before.name), field(before.table));
    let guests = field(before.guests.map(|guests| guests.to_string()));
    let note = field(before.note);
    let wrong = RwSignal::new(None::<String>);
    let store = till.replica.store().get_untracked();
    let names = store
        .map(|store| store.sale_names.clone())
        .unwrap_or_default();
    let offered = move |text: String| {
        let (is, to) = (text.clone(), text.clone());
        view! {
            <button
                type="button"
                class="pick"
                data-testid="offered-name"
                aria-pressed=move || if name.with(|n| *n == is) { "true" } else { "false" }
                on:click=move |_| name.set(to.clone())
            >
                {text}
            </button>
        }
    };
    let save = move || {
        let number = filled(guests).map(|text| text.parse::<u32>()).transpose();
        let Ok(guests) = number else {
            wrong.set(Some(words.guests_wrong.to_owned()));
            return;
        };
        till.save(Details {
            name: filled(name),
            table: filled(table),
            guests,
            note: filled(note),
        });
    };
    view! {
        <form
            class="save-form"
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <TextField
                label=words.name
                value=name
                hint=Some(words.name_hint.to_owned())
                autofocus=true
                most=60
                test_id="save-name"
            />
            {(!names.is_empty())
                .then(|| {
                    view! {
                        <div class="picks" role="group" aria-label=t().store_settings.names_offered>
                            {names.into_iter().map(offered).collect_view()}
                        </div>
                    }
                })}
            <div class="save-pair">
                <TextField label=words.table value=table most=40 test_id="save-table" />
                <TextField label=words.guests value=guests inputmode="numeric" error=wrong most=4 />
            </div>
            <TablePicks known=tables::known(till, till.sale_id.get_untracked()) name=table />
            <TextField label=words.note value=note most=200 />
            <div class="dialog-actions">
                <Button large=true on_press=move || till.sheet.set(None)>{t().common.cancel}</Button>
                <Button look=Look::Primary large=true submit=true busy=till.saving test_id="save-confirm">
                    {words.save}
                </Button>
            </div>
        </form>
    }
    .into_any()
}
