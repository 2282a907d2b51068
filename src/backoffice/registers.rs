//! The registers of the store: how each stands, the switch of its sync, and the codes by which
//! devices become registers and Pay phones (rules F1, F2, F6).
//!
//! It must not know how a register does what it is asked.

mod card;
mod code;
mod new;
mod overviews;
mod switch;

use super::facts::Facts;
use crate::api::ApiError;
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::replica::Replica;
use crate::ui::{Button, EmptyState, ErrorState, Icon, Look, ScreenTitle, Skeleton, SkeletonShape};
use card::RegisterCard;
use code::{CodeDialog, Wanted};
use leptos::prelude::*;
use new::NewRegisterDialog;
use overviews::Overviews;
use sale::RegisterId;
use sync::api::RegisterOverview;

/// The registers.
#[component]
pub fn RegistersPage() -> impl IntoView {
    let words = t().backoffice;
    let (replica, facts, now) = (Replica::expect(), Facts::get(), Clock::now());
    let connection = replica.connection();
    let overviews = Overviews::new();
    let link = Memo::new(move |_| connection.get().link);
    Effect::new(move |_| {
        // Now and then, and whenever a register's row or the connection changes.
        let _ = (now.get(), link.get());
        facts.registers().with(|_| ());
        overviews.ask();
    });
    let ids = Memo::new(move |_| {
        overviews.known.with(|known| {
            let mut all: Vec<&RegisterOverview> = known.values().collect();
            all.sort_by(|one, other| one.number_prefix.cmp(&other.number_prefix));
            all.iter().map(|one| one.register.id).collect::<Vec<_>>()
        })
    });
    let state = Memo::new(move |_| {
        let failed = overviews.failed.with(Option::is_some);
        (overviews.ready.get(), failed, ids.with(Vec::is_empty))
    });
    let adding = RwSignal::new(false);
    let wanted = RwSignal::new(None::<Wanted>);
    view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <ScreenTitle title=words.registers />
                    <p class="page-hint">{words.registers_hint}</p>
                </div>
                <div class="page-actions">
                    <Button
                        picture=Icon::Phone
                        test_id="add-pay-phone"
                        on_press=move || wanted.set(Some(Wanted::Phone))
                    >
                        {words.add_pay_phone}
                    </Button>
                    <Button
                        look=Look::Primary
                        picture=Icon::Plus
                        test_id="add-register"
                        on_press=move || adding.set(true)
                    >
                        {words.add_register}
                    </Button>
                </div>
            </header>
            {move || match state.get() {
                (false, true, _) => {
                    let text = overviews.failed.with(|e| e.as_ref().map(ApiError::text));
                    view! {
                        <ErrorState
                            title=words.registers_failed
                            text=text.unwrap_or_default()
                            on_retry=move || overviews.ask()
                        />
                    }
                        .into_any()
                }
                (false, false, _) => {
                    view! { <Skeleton shape=SkeletonShape::Cards count=4 /> }.into_any()
                }
                (true, _, true) => {
                    view! {
                        <EmptyState
                            picture=Icon::Register
                            title=words.no_registers_title
                            text=words.no_registers
                        />
                    }
                        .into_any()
                }
                (true, _, false) => {
                    view! {
                        <ul class="registers">
                            <For each=move || {
                                    ids.with(|ids| ids.iter().map(|id| id.0).collect::<Vec<_>>())
                                } key=|id| *id children=move |id| {
                                    let overview = overviews.of(RegisterId(id), facts);
                                    view! { <RegisterCard overview overviews wanted /> }.into_any()
                                } />
                        </ul>
                    }
                        .into_any()
                }
            }}
            <NewRegisterDialog open=adding overviews=overviews wanted=wanted />
            <CodeDialog wanted=wanted />
        </div>
    }
}
