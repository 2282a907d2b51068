//! The registers of the store: how each stands, the switch of its sync, and the codes by which
//! devices become registers and Pay phones (rules F1, F2, F6).
//!
//! It must not know how a register does what it is asked.

mod asked;
mod card;
mod code;
mod device;
mod history;
mod new;
mod overviews;
mod parts;
mod switch;

use super::facts::Facts;
use crate::api::ApiError;
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::replica::Replica;
use crate::ui::{Button, EmptyState, ErrorState, Icon, Look, ScreenTitle, Skeleton, SkeletonShape};
use asked::{Asked, AskedDialog};
use card::RegisterCard;
use code::{CodeDialog, Wanted};
use device::DeviceCard;
use leptos::prelude::*;
use new::NewRegisterDialog;
use overviews::Overviews;
use sale::{DeviceId, RegisterId};
use sync::api::RegisterOverview;
use sync::api::devices::DeviceKind;

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
    let asked = RwSignal::new(None::<Asked>);
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
                                    view! { <RegisterCard overview overviews wanted asked /> }.into_any()
                                } />
                        </ul>
                    }
                        .into_any()
                }
            }}
            <Show when=move || overviews.ready.get()>
                <Others kind=DeviceKind::Pay overviews asked />
                <Others kind=DeviceKind::BackOffice overviews asked />
            </Show>
            <AskedDialog asked=asked overviews=overviews />
            <NewRegisterDialog open=adding overviews=overviews wanted=wanted />
            <CodeDialog wanted=wanted overviews=overviews />
        </div>
    }
}

/// Most browsers that are shown: a new one comes with each profile that somebody signs in with.
const MOST_BROWSERS: usize = 12;

/// The phones, or the browsers with BackOffice; those out of use come last.
#[component]
fn Others(kind: DeviceKind, overviews: Overviews, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let words = t().devices;
    let ids = Memo::new(move |_| {
        overviews.devices.with(|all| {
            let mut of_kind: Vec<_> = all.iter().filter(|one| one.kind == kind).collect();
            of_kind.sort_by_key(|one| one.out_ms.is_some());
            if kind == DeviceKind::BackOffice {
                of_kind.retain(|one| one.out_ms.is_none());
                of_kind.truncate(MOST_BROWSERS);
            }
            of_kind.iter().map(|one| one.id.0).collect::<Vec<_>>()
        })
    });
    let (title, is_pay) = match kind {
        DeviceKind::Pay => (words.phones, true),
        _ => (words.browsers, false),
    };
    view! {
        <section class="devices">
            <h2 class="devices-title">{title}</h2>
            <Show when=move || is_pay && ids.with(Vec::is_empty)>
                <EmptyState picture=Icon::Phone title=words.no_phones text=words.no_phones_hint />
            </Show>
            <ul class="registers">
                <For each=move || ids.get() key=|id| *id children=move |id| {
                        let device = overviews.device(DeviceId(id));
                        view! { <DeviceCard device asked /> }.into_any()
                    } />
            </ul>
        </section>
    }
}
