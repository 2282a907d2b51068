//! The dialog that asks what a change still needs: a reason, and of a cashier a manager with their
//! PIN (rules H1, H2).
//!
//! It must not know the rules themselves, nor what becomes of the answer.

use crate::i18n::t;
use crate::register::till::Till;
use crate::register::till::asks::{Ask, Given};
use crate::replica::LinkState;
use crate::ui::{Banner, Button, Dialog, Icon, Look, PinPad, TextField, Tone, icon};
use leptos::prelude::*;
use sale::EmployeeId;

/// The dialog that asks.
#[component]
pub fn Approval() -> impl IntoView {
    let till = Till::get();
    let open = till.asks.open;
    let title = Signal::derive(move || {
        open.with(|ask| ask.as_ref().map_or("", |ask| ask.title))
            .to_owned()
    });
    view! {
        <Dialog
            open=Signal::derive(move || open.with(Option::is_some))
            title=title
            test_id="approval"
            on_close=move || till.asks.close(None)
        >
            {open.get_untracked().map(|ask| form(till, ask))}
        </Dialog>
    }
}

fn form(till: Till, ask: Ask) -> AnyView {
    let words = t().floor;
    let reason = RwSignal::new(String::new());
    let needs = ask.needs;
    let said = Memo::new(move |_| !needs.reason || reason.with(|r| !r.trim().is_empty()));
    let finish = move || {
        till.asks.close(Some(Given {
            reason: reason.get_untracked(),
            approved_by: None,
        }));
    };
    let usual = move |text: String| {
        let (is, to) = (text.clone(), text.clone());
        view! {
            <button
                type="button"
                class="pick"
                data-testid="usual-reason"
                aria-pressed=move || reason.with(|r| if *r == is { "true" } else { "false" })
                on:click=move |_| {
                    reason.set(to.clone());
                    if !needs.manager {
                        finish();
                    }
                }
            >
                {text}
            </button>
        }
    };
    view! {
        <form
            class="ask"
            on:submit=move |event| {
                event.prevent_default();
                if said.get_untracked() && !needs.manager {
                    finish();
                }
            }
        >
            {needs
                .reason
                .then(|| {
                    view! {
                        <div class="picks" role="group" aria-label=words.reasons>
                            {ask.reasons.into_iter().map(usual).collect_view()}
                        </div>
                        <TextField
                            label=words.reason_other
                            value=reason
                            most=200
                            test_id="reason"
                        />
                    }
                })}
            {needs.manager.then(|| manager(till, said, reason, ask.managers))}
            <div class="dialog-actions">
                <Button large=true on_press=move || till.asks.close(None)>{t().common.cancel}</Button>
                {match needs.manager {
                    true => {
                        view! {
                            <Button
                                large=true
                                disabled=Signal::derive(move || !said.get())
                                test_id="ask-manager"
                                on_press=move || finish()
                            >
                                {words.manager_ask}
                            </Button>
                        }
                    }
                    false => {
                        view! {
                            <Button
                                look=Look::Primary
                                large=true
                                submit=true
                                disabled=Signal::derive(move || !said.get())
                                test_id="reason-confirm"
                            >
                                {words.confirm}
                            </Button>
                        }
                    }
                }}
            </div>
        </form>
    }
    .into_any()
}

/// Which manager, and their PIN; without a server it cannot be checked.
fn manager(
    till: Till,
    said: Memo<bool>,
    reason: RwSignal<String>,
    managers: Vec<(EmployeeId, String)>,
) -> AnyView {
    let words = t().floor;
    let only = match managers.as_slice() {
        [(only, _)] => Some(*only),
        _ => None,
    };
    let chosen = RwSignal::new(only);
    let link = till.link();
    let away = Memo::new(move |_| link.get() != LinkState::Online);
    let asks = till.asks;
    let check = move |pin: String| {
        if let Some(manager) = chosen.get_untracked() {
            asks.check(manager, pin, reason.get_untracked());
        }
    };
    let people = StoredValue::new(managers);
    let pick = move |(id, name): (EmployeeId, String)| {
        let shown = name.clone();
        view! {
            <button
                type="button"
                class="pick"
                data-testid="manager-choice"
                data-employee-name=name.clone()
                aria-pressed=move || if chosen.get() == Some(id) { "true" } else { "false" }
                on:click=move |_| {
                    chosen.set(Some(id));
                    asks.clear_pin();
                }
            >
                {icon(Icon::Person)}
                {shown}
            </button>
        }
    };
    view! {
        <Show
            when=move || !away.get()
            fallback=move || {
                view! {
                    <Banner tone=Tone::Caution picture=Icon::Offline text=words.manager_offline />
                }
            }
        >
            <div class="picks" role="group" aria-label=words.manager_choose>
                {people.get_value().into_iter().map(pick).collect_view()}
            </div>
            <Show when=move || said.get() && chosen.get().is_some()>
                <div class="ask-pin" role="group" aria-label=words.manager_pin>
                    <PinPad digits=asks.digits error=asks.wrong busy=asks.checking on_full=check />
                </div>
            </Show>
        </Show>
    }
    .into_any()
}
