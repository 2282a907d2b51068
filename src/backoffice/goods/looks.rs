//! What a product looks like in the catalogue: its colour and its picture.
//!
//! It must not know the other fields.

use super::draft::Draft;
use super::parts::colour_class;
use crate::api::goods::{self as api, picture_address};
use crate::i18n::t;
use crate::platform::files::Picked;
use crate::ui::{Button, Look, Toast, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::Colour;

fn colour_word(colour: Colour) -> &'static str {
    let words = t().goods;
    match colour {
        Colour::Red => words.red,
        Colour::Orange => words.orange,
        Colour::Yellow => words.yellow,
        Colour::Green => words.green,
        Colour::Teal => words.teal,
        Colour::Blue => words.blue,
        Colour::Violet => words.violet,
        Colour::Grey => words.grey,
    }
}

/// The colours that may mark a product.
#[component]
pub fn Colours(draft: Draft) -> impl IntoView {
    view! {
        <div class="colours" role="group" aria-label=t().goods.colour>
            {Colour::ALL
                .map(|colour| {
                    let on = move || draft.colour.get() == Some(colour);
                    view! {
                        <button
                            type="button"
                            class=format!("colour {}", colour_class(colour))
                            title=colour_word(colour)
                            aria-label=colour_word(colour)
                            aria-pressed=move || if on() { "true" } else { "false" }
                            on:click=move |_| draft.colour.update(|now| *now = (*now != Some(colour)).then_some(colour))
                        ></button>
                    }
                })
                .into_iter()
                .collect_view()}
        </div>
    }
}

/// A product's picture, and another one in its place.
#[component]
pub fn PictureField(draft: Draft) -> impl IntoView {
    let (words, toasts) = (t().goods, Toasts::get());
    let busy = RwSignal::new(false);
    let choose = move |event: leptos::ev::Event| {
        let Some(file) = Picked::from_event(&event) else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let answer = api::keep_picture(&file).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(kept) => drop(draft.picture.try_set(Some(kept.hash))),
                Err(error) => toasts.show(Toast::failed(error.text())),
            }
        });
    };
    view! {
        <div class="picture-field">
            {move || {
                draft.picture.get().map(|hash| {
                    view! { <img class="picture" src=picture_address(&hash) alt="" data-testid="product-picture" /> }
                })
            }}
            <label class="button button-secondary file" class:is-busy=move || busy.get()>
                <span>{move || if draft.picture.with(Option::is_some) { words.other_picture } else { words.picture }}</span>
                <input type="file" accept="image/jpeg,image/png,image/webp" data-testid="product-picture-file" on:change=choose />
            </label>
            <Show when=move || draft.picture.with(Option::is_some)>
                <Button look=Look::Quiet on_press=move || draft.picture.set(None)>{words.no_picture}</Button>
            </Show>
        </div>
    }
}
