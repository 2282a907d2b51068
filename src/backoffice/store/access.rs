//! Who is signed in to BackOffice, and the way to the registers and phones.
//!
//! It must not know how a session is kept.

use super::sections::Section;
use crate::api;
use crate::backoffice::facts::Facts;
use crate::i18n::t;
use crate::platform::intl::Shown;
use crate::ui::{Button, CodeText, Icon, Toast, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::api::settings::OfficeSession;

/// The sessions.
#[component]
pub fn Access(
    /// Those that are known.
    sessions: RwSignal<Vec<OfficeSession>>,
) -> impl IntoView {
    let words = t().store_settings;
    let (facts, toasts, busy) = (Facts::get(), Toasts::get(), RwSignal::new(false));
    let end = move || {
        busy.set(true);
        spawn_local(async move {
            match api::end_other_sessions().await {
                Ok(settings) => {
                    let _ = sessions.try_set(settings.sessions);
                    toasts.show(Toast::done(words.signed_out_all.to_owned()));
                }
                Err(error) => toasts.show(Toast::failed(error.text())),
            }
            let _ = busy.try_set(false);
        });
    };
    let said = move |session: &OfficeSession| match session.here {
        true => words.session_here.to_owned(),
        false => words.session_used(facts.time(session.used_ms, Shown::DayAndTime)),
    };
    view! {
        <Section title=words.access>
            <p class="store-fact-name">{words.sessions}</p>
            <ul class="store-sessions" data-testid="sessions">
                {move || {
                    let row = |session: OfficeSession| {
                        let name = facts.employee(session.employee_id);
                        let used = format!(" · {}", said(&session));
                        view! {
                            <li>
                                <span>{name}</span>
                                <span class="form-hint">
                                    <CodeText>{session.number_prefix}</CodeText>
                                    {used}
                                </span>
                            </li>
                        }
                    };
                    sessions.get().into_iter().map(row).collect_view()
                }}
            </ul>
            <div class="store-logo-ways">
                <Button
                    picture=Icon::SignOut
                    busy=busy
                    test_id="sign-out-all"
                    on_press=end
                >
                    {words.sign_out_all}
                </Button>
                <a class="button button-quiet" href="/backoffice/registers">
                    {words.to_registers}
                </a>
            </div>
        </Section>
    }
}
