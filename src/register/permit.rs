//! What a change needs beside the person who makes it: a reason, and of a cashier a manager with
//! their PIN (rules H1, H2). Asked in one dialog, right when it is needed.
//!
//! It must not know the rules themselves; the replica is asked.

use super::till::Till;
use crate::api::{self, ApiError};
use crate::i18n::t;
use crate::replica::{LinkState, Surface};
use crate::ui::{Banner, Button, Dialog, Icon, Look, PinPad, TextField, Tone, icon};
use futures::channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Change, EmployeeId, Needs};

/// What is being asked.
#[derive(Clone, Copy, PartialEq)]
struct Ask {
    title: &'static str,
    reasons: [&'static str; 4],
    needs: Needs,
}

impl Ask {
    fn of(change: &Change, needs: Needs) -> Ask {
        let words = t().floor;
        let (title, reasons) = match change {
            Change::Void { .. } => (
                words.why_void,
                [words.void_1, words.void_2, words.void_3, words.void_4],
            ),
            Change::RemoveLine { .. }
            | Change::ChangeQuantity { .. }
            | Change::SetQuantity { .. } => (
                words.why_remove,
                [
                    words.remove_1,
                    words.remove_2,
                    words.remove_3,
                    words.remove_4,
                ],
            ),
            _ => (
                words.why_discount,
                [
                    words.discount_1,
                    words.discount_2,
                    words.discount_3,
                    words.discount_4,
                ],
            ),
        };
        Ask {
            title: match needs.reason {
                true => title,
                false => words.why_other,
            },
            reasons,
            needs,
        }
    }
}

/// What was answered.
struct Given {
    reason: String,
    approved_by: Option<EmployeeId>,
}

/// The question that is open, if one is.
#[derive(Clone, Copy)]
pub struct Asks {
    open: RwSignal<Option<Ask>>,
    answer: StoredValue<Option<oneshot::Sender<Given>>, LocalStorage>,
}

impl Asks {
    /// None is.
    pub fn new() -> Asks {
        Asks {
            open: RwSignal::new(None),
            answer: StoredValue::new_local(None),
        }
    }

    async fn ask(self, ask: Ask) -> Option<Given> {
        let (answer, answered) = oneshot::channel();
        self.answer.set_value(Some(answer));
        self.open.set(Some(ask));
        answered.await.ok()
    }

    fn close(self, given: Option<Given>) {
        // The screen may be gone by now.
        let answer = self.answer.try_update_value(Option::take).flatten();
        if let (Some(answer), Some(given)) = (answer, given) {
            let _ = answer.send(given);
        }
        let _ = self.open.try_set(None);
    }
}

/// A change that may be sent.
pub struct Permitted {
    /// With the reason that it needs.
    pub change: Change,
    /// The manager whose PIN was right.
    pub approved_by: Option<EmployeeId>,
    /// No manager has agreed yet: it goes to a review for them, and the sale stays as it is.
    pub is_request: bool,
}

impl Till {
    /// The change with the reason and the manager that it needs; none when the person gave up.
    pub async fn permitted(self, change: Change) -> Option<Permitted> {
        let mut needs = self.replica.needs(&change);
        needs.reason &= change
            .reason()
            .is_none_or(|reason| reason.trim().is_empty());
        if needs == Needs::default() {
            return Some(Permitted {
                change,
                approved_by: None,
                is_request: false,
            });
        }
        let given = self.asks.ask(Ask::of(&change, needs)).await?;
        Some(Permitted {
            change: match needs.reason {
                true => change.because(given.reason.trim()),
                false => change,
            },
            approved_by: given.approved_by,
            is_request: needs.manager && given.approved_by.is_none(),
        })
    }
}

/// The dialog that asks.
#[component]
pub fn Approval() -> impl IntoView {
    let till = Till::get();
    let open = till.asks.open;
    let title = Signal::derive(move || open.with(|ask| ask.map_or("", |ask| ask.title)).to_owned());
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
    let finish = move |approved_by| {
        till.asks.close(Some(Given {
            reason: reason.get_untracked(),
            approved_by,
        }));
    };
    let usual = move |text: &'static str| {
        view! {
            <button
                type="button"
                class="pick"
                data-testid="usual-reason"
                aria-pressed=move || reason.with(|r| if r == text { "true" } else { "false" })
                on:click=move |_| {
                    reason.set(text.to_owned());
                    if !needs.manager {
                        finish(None);
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
                    finish(None);
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
            {needs.manager.then(|| manager(till, said, Callback::new(finish)))}
            <div class="dialog-actions">
                <Button large=true on_press=move || till.asks.close(None)>{t().common.cancel}</Button>
                {match needs.manager {
                    true => {
                        view! {
                            <Button
                                large=true
                                disabled=Signal::derive(move || !said.get())
                                test_id="ask-manager"
                                on_press=move || finish(None)
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
fn manager(till: Till, said: Memo<bool>, finish: Callback<Option<EmployeeId>>) -> AnyView {
    let words = t().floor;
    let mut managers: Vec<(EmployeeId, String)> = till.replica.employees().with_untracked(|all| {
        let managers = all.iter().filter(|one| one.role.is_manager());
        managers.map(|one| (one.id, one.name.clone())).collect()
    });
    managers.sort_by(|a, b| a.1.cmp(&b.1));
    let only = match managers.as_slice() {
        [(only, _)] => Some(*only),
        _ => None,
    };
    let chosen = RwSignal::new(only);
    let (digits, error) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let busy = RwSignal::new(false);
    let link = till.link();
    let away = Memo::new(move |_| link.get() != LinkState::Online);
    let check = move |pin: String| {
        let Some(id) = chosen.get_untracked() else {
            return;
        };
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match api::approve(Surface::Register, id, &pin).await {
                Ok(manager) => finish.run(Some(manager.id)),
                Err(why) => {
                    let text = match &why {
                        ApiError::Refused { code, .. } if code == "wrong_pin" => {
                            t().door.wrong_pin.to_owned()
                        }
                        other => other.text(),
                    };
                    let _ = error.try_set(Some(text));
                    let _ = digits.try_set(String::new());
                }
            }
            let _ = busy.try_set(false);
        });
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
                    digits.set(String::new());
                    error.set(None);
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
                    <PinPad digits error busy on_full=check />
                </div>
            </Show>
        </Show>
    }
    .into_any()
}
