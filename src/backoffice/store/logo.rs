//! The picture of receipts: chosen, kept at the server, shown.
//!
//! It must not know how the settings are saved.

use crate::api;
use crate::backoffice::problems::{Problems, plain};
use crate::i18n::t;
use crate::platform::files::Picked;
use crate::ui::{Button, Icon, icon};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Most bytes of a picture.
const MOST_BYTES: f64 = 150_000.0;
const FIELD: &str = "receipt.logo";

/// The picture and the way to another.
#[component]
pub fn LogoField(
    /// The name of the one that is chosen.
    value: RwSignal<String>,
    /// What is wrong with it.
    problems: Problems,
) -> impl IntoView {
    let words = t().store_settings;
    let busy = RwSignal::new(false);
    let choose = move |event: leptos::ev::Event| {
        busy.set(true);
        let picked = Picked::from_event(&event);
        spawn_local(async move {
            let read = match &picked {
                Some(picked) => picked.base64(MOST_BYTES).await,
                None => None,
            };
            match read {
                None => problems.say(FIELD, words.logo_hint),
                Some(base64) => match api::keep_logo(base64).await {
                    Ok(kept) => {
                        problems.clear();
                        let _ = value.try_set(kept.name);
                    }
                    Err(error) => problems.take(&error, |_, now| plain(now), |_, _| {}),
                },
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <div class="store-logo">
            {move || {
                let name = value.get();
                (!name.is_empty())
                    .then(|| {
                        view! { <img src=format!("/logo/{name}") alt=words.logo_of width="160" height="80" /> }
                    })
            }}
            <div class="store-logo-ways">
                <label class="button button-secondary" aria-busy=move || busy.get().then_some("true")>
                    {icon(Icon::Plus)} <span>{words.logo_choose}</span>
                    <input
                        class="visually-hidden"
                        type="file"
                        accept="image/png,image/jpeg,image/webp"
                        data-testid="logo-file"
                        aria-label=words.logo_choose
                        on:change=choose
                    />
                </label>
                <Show when=move || !value.with(String::is_empty)>
                    <Button test_id="logo-off" on_press=move || value.set(String::new())>
                        {words.logo_take_off}
                    </Button>
                </Show>
            </div>
            <p class="form-hint">{words.logo_hint}</p>
            {move || {
                problems
                    .of(FIELD)
                    .get()
                    .map(|text| view! { <p class="field-note is-bad" role="alert">{text}</p> })
            }}
        </div>
    }
}
