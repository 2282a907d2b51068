//! Short messages about what was just done, with a way back where there is one. They are never
//! the only record of anything.
//!
//! It must not know what was done.

use super::button::IconButton;
use super::chip::Tone;
use super::icon::{Icon, icon};
use crate::i18n::choice::LanguageChoice;
use crate::i18n::t;
use leptos::prelude::*;
use uuid::Uuid;

/// Most messages at once; the oldest makes room.
const MOST: usize = 3;
/// How long a message stays, in steps of [`STEP_MS`].
const STEPS: u32 = 16;
const STEP_MS: u64 = 500;

/// A message.
#[derive(Clone)]
pub struct Toast {
    text: String,
    tone: Tone,
    action: Option<(String, Callback<()>)>,
}

impl Toast {
    /// It worked.
    #[must_use]
    pub fn done(text: String) -> Toast {
        Toast {
            text,
            tone: Tone::Good,
            action: None,
        }
    }

    /// It did not work.
    #[must_use]
    pub fn failed(text: String) -> Toast {
        Toast {
            text,
            tone: Tone::Bad,
            action: None,
        }
    }

    /// Something happened.
    #[must_use]
    pub fn note(text: String) -> Toast {
        Toast {
            text,
            tone: Tone::Neutral,
            action: None,
        }
    }

    /// With a button, such as "Undo".
    #[must_use]
    pub fn with(mut self, label: &str, action: Callback<()>) -> Toast {
        self.action = Some((label.to_owned(), action));
        self
    }
}

/// The messages of the page.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<(u64, Toast)>>,
    next: StoredValue<u64>,
    held: RwSignal<bool>,
}

impl Toasts {
    /// Gives the messages to everything below. Called once, by the app.
    pub fn provide() {
        provide_context(Toasts::new());
    }

    fn new() -> Toasts {
        Toasts {
            shown: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            held: RwSignal::new(false),
        }
    }

    /// The ones that [`Toasts::provide`] gave.
    #[must_use]
    pub fn get() -> Toasts {
        use_context().unwrap_or_else(Toasts::new)
    }

    /// Shows a message for 8 s; pointing at it or moving the keyboard to it holds it.
    pub fn show(self, toast: Toast) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.shown.update(|shown| {
            shown.push((id, toast));
            let over = shown.len().saturating_sub(MOST);
            shown.drain(..over);
        });
        self.wait(id, STEPS);
    }

    /// Takes all of them off the screen.
    pub fn clear(self) {
        self.shown.update(Vec::clear);
        self.held.set(false);
    }

    fn wait(self, id: u64, steps: u32) {
        set_timeout(
            move || match (steps, self.held.get_untracked()) {
                (0, false) => self.dismiss(id),
                (0, true) => self.wait(id, 0),
                (steps, held) => self.wait(id, if held { steps } else { steps - 1 }),
            },
            std::time::Duration::from_millis(STEP_MS),
        );
    }

    fn dismiss(self, id: u64) {
        self.shown
            .update(|shown| shown.retain(|(shown, _)| *shown != id));
        // With the last one gone nothing can tell that the pointer left.
        if self.shown.with_untracked(Vec::is_empty) {
            self.held.set(false);
        }
    }
}

/// Where the messages show; once on the page.
#[component]
pub fn ToastsRegion() -> impl IntoView {
    let toasts = Toasts::get();
    // It stands outside of what is drawn anew in another language.
    let spoken = LanguageChoice::expect().spoken();
    let name = move || {
        spoken.track();
        t().common.notifications
    };
    view! {
        <section
            class="toasts"
            aria-label=name
            aria-live="polite"
            on:mouseenter=move |_| toasts.held.set(true)
            on:mouseleave=move |_| toasts.held.set(false)
            on:focusin=move |_| toasts.held.set(true)
            on:focusout=move |_| toasts.held.set(false)
        >
            <For each=move || {
                    toasts.shown.with(|shown| shown.iter().map(|(id, _)| row_id(*id)).collect::<Vec<_>>())
                } key=|id| *id children=move |row| {
                    let found = toasts
                        .shown
                        .with_untracked(|shown| {
                            shown.iter().find(|(id, _)| row_id(*id) == row).cloned()
                        });
                    found.map(|(id, toast)| view! { <ToastView id toast toasts /> }).into_any()
                } />
        </section>
    }
}

fn row_id(id: u64) -> Uuid {
    Uuid::from_u128(u128::from(id))
}

#[component]
fn ToastView(id: u64, toast: Toast, toasts: Toasts) -> impl IntoView {
    let picture = match toast.tone {
        Tone::Good => Icon::Success,
        Tone::Bad => Icon::Trouble,
        _ => Icon::Info,
    };
    view! {
        <div class=format!("toast {}", toast.tone.class()) data-testid="toast">
            {icon(picture)}
            <p class="toast-text">{toast.text}</p>
            {toast
                .action
                .map(|(label, action)| {
                    view! {
                        <button
                            type="button"
                            class="toast-action"
                            on:click=move |_| {
                                toasts.dismiss(id);
                                action.run(());
                            }
                        >
                            {label}
                        </button>
                    }
                })}
            <IconButton
                picture=Icon::Close
                label=t().common.dismiss
                on_press=move || toasts.dismiss(id)
            />
        </div>
    }
}
