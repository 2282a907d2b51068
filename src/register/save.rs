//! The dialog that names a sale: before it is saved, and whenever afterwards.
//!
//! It must not know how a sale is kept.

use super::tables::{self, TablePicks};
use super::till::{Details, Till};
use crate::i18n::t;
use crate::ui::{Button, Dialog, Look, TextField, Toast, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;

fn filled(text: RwSignal<String>) -> Option<String> {
    let text = text.with_untracked(|text| text.trim().to_owned());
    (!text.is_empty()).then_some(text)
}

/// Name, table, guests and note.
#[component]
pub fn SaveDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let till = Till::get();
    let words = t().register;
    let toasts = Toasts::get();
    let (name, table) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (guests, note) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let wrong = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    Effect::new(move |_| {
        if open.get() {
            let view = till.view.get_untracked();
            let before = view.map(|view| Details::of(&view.sale)).unwrap_or_default();
            name.set(before.name.unwrap_or_default());
            table.set(before.table.unwrap_or_default());
            guests.set(before.guests.map(|g| g.to_string()).unwrap_or_default());
            note.set(before.note.unwrap_or_default());
            wrong.set(None);
        }
    });
    let save = move || {
        let number = filled(guests).map(|text| text.parse::<u32>()).transpose();
        let Ok(guests) = number else {
            wrong.set(Some(words.guests_wrong.to_owned()));
            return;
        };
        let details = Details {
            name: filled(name),
            table: filled(table),
            guests,
            note: filled(note),
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let title = details.name.clone().or(details.table.clone());
            let saved = match till.view.get_untracked() {
                Some(view) if till.sale_id.get_untracked().is_some() => {
                    till.rewrite(&view.sale, details).await
                }
                _ => till.open_draft(details).await.is_some(),
            };
            busy.set(false);
            if saved {
                open.set(false);
                let title = title.unwrap_or_else(|| words.cart.to_owned());
                toasts.show(Toast::done(words.saved_as(&title)));
            }
        });
    };
    let title = Signal::derive(move || {
        match till.sale_id.get() {
            None => words.save_title,
            Some(_) => words.details_title,
        }
        .to_owned()
    });
    view! {
        <Dialog open=open title=title on_close=move || open.set(false)>
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
                <div class="save-pair">
                    <TextField label=words.table value=table most=40 test_id="save-table" />
                    <TextField label=words.guests value=guests inputmode="numeric" error=wrong most=4 />
                </div>
                <TablePicks known=tables::known(till, till.sale_id.get_untracked()) name=table />
                <TextField label=words.note value=note most=200 />
                <div class="dialog-actions">
                    <Button large=true on_press=move || open.set(false)>{t().common.cancel}</Button>
                    <Button look=Look::Primary large=true submit=true busy=busy test_id="save-confirm">
                        {words.save}
                    </Button>
                </div>
            </form>
        </Dialog>
    }
}
