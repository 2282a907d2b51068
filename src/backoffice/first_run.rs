//! The first run on a server without a shop: who owns it, what it is, what it sells, who works there,
//! and its first devices. The key comes in the address's fragment, which no server ever sees.
//!
//! It must not keep a secret: what is typed survives a reload, passwords and PINs do not.

mod draft;
mod foot;
mod steps;
mod till;

use crate::api::{self, ApiError};
use crate::i18n::choice::Spoken;
use crate::i18n::t;
use crate::platform::{ids, location};
use crate::replica::{Replica, Surface};
use crate::ui::{Banner, EmptyState, Icon, LanguageMenu, ScreenTitle, Skeleton, Tone, icon};
use draft::{Draft, Step};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::DeviceId;
use steps::{Goods, People, Shop, You};
use sync::api::settings::FirstRun;
use till::FirstTill;

/// The first run. Its ways out load a page: the replica that it opens lives as long as the page, and
/// BackOffice opens one of its own.
#[component]
pub fn FirstRunPage() -> impl IntoView {
    let replica = Replica::provide(Surface::BackOffice);
    super::facts::Facts::provide(replica);
    let words = t().first_run;
    let draft = Draft::kept();
    draft.keep_up();
    let open = RwSignal::new(None::<bool>);
    spawn_local(async move {
        let state = api::first_run().await;
        let _ = open.try_set(Some(state.is_ok_and(|state| state.open)));
    });
    let (ready, signed_in) = (replica.ready(), replica.signed_in());
    let shown = Memo::new(move |_| {
        let here = ready.get().then(|| signed_in.with(Option::is_some));
        (open.get(), here, draft.step.get())
    });
    let steps = move |step: Step| match step {
        Step::Choose => view! { <Choose draft=draft /> }.into_any(),
        Step::You => view! { <You draft=draft /> }.into_any(),
        Step::Shop => view! { <Shop draft=draft /> }.into_any(),
        Step::Goods => view! { <Goods draft=draft /> }.into_any(),
        Step::People => view! { <People draft=draft on_found=found(draft, replica) /> }.into_any(),
    };
    view! {
        <Spoken store=replica.store() person=replica.signed_in() ready=replica.ready()>
            <main id="content" tabindex="-1" class="first">
                <div class="first-box">
                    <p class="sign-in-app">{icon(Icon::Receipt)} {t().common.app}</p>
                    {move || match shown.get() {
                        (_, None, _) | (None, _, _) => view! { <Skeleton /> }.into_any(),
                        (_, Some(true), _) => {
                            let from_table = draft.goods.with_untracked(|goods| goods == "table");
                            view! { <FirstTill from_table=from_table /> }.into_any()
                        }
                        (Some(false), _, _) => {
                            view! {
                                <ScreenTitle title=words.closed_title />
                                <EmptyState picture=Icon::Lock title=words.closed_title text=words.closed>
                                    <a class="button button-primary" href="/backoffice" rel="external">
                                        {t().common.sign_in}
                                    </a>
                                </EmptyState>
                            }
                                .into_any()
                        }
                        (_, _, _) if draft.key.with_value(String::is_empty) => {
                            view! {
                                <ScreenTitle title=words.title />
                                <EmptyState
                                    picture=Icon::Lock
                                    title=words.no_key_title
                                    text=words.no_key
                                />
                            }
                                .into_any()
                        }
                        (_, _, step) => {
                            view! {
                                <Head step=step />
                                {move || {
                                    draft
                                        .problems
                                        .general
                                        .get()
                                        .map(|text| {
                                            view! {
                                                <Banner tone=Tone::Bad picture=Icon::Trouble text=text />
                                            }
                                        })
                                }}
                                {steps(step)}
                            }
                                .into_any()
                        }
                    }}
                    <LanguageMenu />
                </div>
            </main>
        </Spoken>
    }
}

#[component]
fn Head(step: Step) -> impl IntoView {
    let words = t().first_run;
    let at = step.number();
    view! {
        <div class="first-head">
            <ScreenTitle title=words.title />
            <p class="page-hint">
                {match at {
                    0 => words.hint.to_owned(),
                    at => words.step(at.to_string(), Step::COUNT.to_string()),
                }}
            </p>
        </div>
    }
}

/// Founds what was typed, or the demonstration when nothing was.
fn found(draft: Draft, replica: Replica) -> Callback<bool> {
    Callback::new(move |demonstration: bool| {
        if draft.busy.get_untracked() {
            return;
        }
        draft.problems.clear();
        let shop = match demonstration {
            true => None,
            false => match draft.shop() {
                Some(shop) => Some(shop),
                None => return,
            },
        };
        let asked = FirstRun {
            key: draft.key.get_value(),
            device_id: DeviceId(ids::new_uuid()),
            shop,
        };
        draft.busy.set(true);
        spawn_local(async move {
            match api::found(&asked).await {
                Ok(signed_in) => {
                    draft.forget();
                    location::forget_fragment();
                    if replica.set_identity(signed_in.identity).await.is_ok() {
                        replica.set_employee(Some(signed_in.employee)).await;
                    } else {
                        let text = t().backoffice.storage_refused.to_owned();
                        let _ = draft.problems.general.try_set(Some(text));
                    }
                }
                Err(error) => refused(draft, &error),
            }
            let _ = draft.busy.try_set(false);
        });
    })
}

/// Says what is wrong where it was typed, and leads there.
fn refused(draft: Draft, error: &ApiError) {
    draft.problems.take(error, |_, _| String::new(), |_, _| {});
    let ApiError::Fields { fields, .. } = error else {
        return;
    };
    let first = fields.first().map(|one| one.field.as_str()).unwrap_or("");
    let step = match first.split('.').next().unwrap_or_default() {
        "owner" => Step::You,
        "goods" => Step::Goods,
        "people" => Step::People,
        _ => Step::Shop,
    };
    let _ = draft.step.try_set(step);
}

#[component]
fn Choose(draft: Draft) -> impl IntoView {
    let words = t().first_run;
    let replica = Replica::expect();
    let found = found(draft, replica);
    let way = |picture: Icon, name: &'static str, hint: &'static str| {
        view! {
            <span class="first-picture">{icon(picture)}</span>
            <span class="first-name">{name}</span>
            <span class="form-hint">{hint}</span>
        }
    };
    view! {
        <div class="first-ways">
            <button
                type="button"
                class="first-way"
                data-testid="first-own"
                on:click=move |_| draft.step.set(Step::You)
            >
                {way(Icon::Register, words.own, words.own_hint)}
            </button>
            <button
                type="button"
                class="first-way"
                data-testid="first-demo"
                disabled=move || draft.busy.get()
                on:click=move |_| found.run(true)
            >
                {way(Icon::Receipt, words.demo, words.demo_hint)}
            </button>
        </div>
    }
}
