//! One register: how it stands, its switch, its code.
//!
//! It must not know the other registers.

use super::asked::{Asked, Deed};
use super::code::Wanted;
use super::overviews::Overviews;
use super::parts::{DeviceFacts, Liveness, Ways};
use super::switch::SyncSwitchOf;
use crate::i18n::t;
use crate::platform::intl;
use crate::replica::Replica;
use crate::ui::{Button, CodeText, Icon, Look, icon};
use leptos::prelude::*;
use sync::api::RegisterOverview;
use sync::api::devices::DeviceKind;

/// One register.
#[component]
pub(super) fn RegisterCard(
    /// How it stands.
    overview: Signal<Option<RegisterOverview>>,
    /// All of them, to be told of answers.
    overviews: Overviews,
    /// Set to what a code is wanted for.
    wanted: RwSignal<Option<Wanted>>,
    /// Set to what is to be done about it.
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView {
    let words = t().backoffice;
    let replica = Replica::expect();
    let (sales, known) = (replica.open_sales(), replica.is_known());
    let name = Memo::new(move |_| {
        overview.with(|one| {
            one.as_ref()
                .map(|one| one.register.name.clone())
                .unwrap_or_default()
        })
    });
    let id = Memo::new(move |_| overview.with(|one| one.as_ref().map(|one| one.register.id)));
    let open = Memo::new(move |_| {
        let id = id.get();
        sales.with(|sales| {
            let here = sales
                .iter()
                .filter(|view| id.is_some() && view.sale.register_id == id);
            u64::try_from(here.count()).unwrap_or(0)
        })
    });
    let activated =
        Memo::new(move |_| overview.with(|o| o.as_ref().is_some_and(|o| o.register.activated)));
    let unsent = Memo::new(move |_| overview.with(|o| o.as_ref().map_or(0, |o| o.unsent)));
    let device = match id.get_untracked() {
        Some(id) => overviews.device_of(id),
        None => Signal::stored(None),
    };
    let alone = Memo::new(move |_| {
        overview.with(|o| o.as_ref().is_some_and(|o| !o.register.sync_reported))
    });
    let ask = Callback::new(move |deed: Deed| {
        let device = device.get_untracked().filter(|one| one.out_ms.is_none());
        asked.set(overview.get_untracked().map(|one| Asked {
            deed,
            kind: DeviceKind::Register,
            register: Some(one.register.id),
            device: device.map(|one| one.id),
            name: one.register.name.clone(),
            given: one.register.name,
            unsent: one.unsent,
        }));
    });
    let in_use = Memo::new(move |_| {
        activated.get() && device.with(|o| o.as_ref().is_some_and(|o| o.out_ms.is_none()))
    });
    let get_code = move || {
        if let Some(one) = overview.get_untracked() {
            wanted.set(Some(Wanted::Register {
                id: one.register.id,
                name: one.register.name,
                replaces: one.register.activated,
            }));
        }
    };
    view! {
        <li class="register" data-testid="register-card" data-register=move || name.get()>
            <header class="register-head">
                <span class="register-picture">{icon(Icon::Register)}</span>
                <div class="register-name">
                    <h3>{move || name.get()}</h3>
                    <p>{t().devices.what_register}</p>
                </div>
                <Liveness device=device activated=activated alone=alone />
            </header>
            <dl class="register-facts">
                <div>
                    <dt>{words.open_sales}</dt>
                    <dd data-testid="register-open">
                        {move || match (known.get(), alone.get()) {
                            // Nobody but the register knows: they are on it alone (rule F4).
                            (_, true) => t().devices.open_alone.to_owned(),
                            (true, false) => intl::count(open.get()),
                            (false, false) => t().common.unknown.to_owned(),
                        }}
                    </dd>
                </div>
                <div class:is-unsent=move || { unsent.get() > 0 }>
                    <dt>{words.unsent}</dt>
                    <dd data-testid="register-unsent">{move || intl::count(unsent.get())}</dd>
                </div>
                <DeviceFacts device=device />
                <div>
                    <dt>{t().devices.layout}</dt>
                    <dd>
                        {move || match alone.get() {
                            true => t().devices.layout_off,
                            false => t().devices.layout_on,
                        }}
                    </dd>
                </div>
                <div>
                    <dt>{words.prefix}</dt>
                    <dd>
                        <CodeText>
                            {move || {
                                overview.with(|o| o.as_ref().map(|o| o.number_prefix.clone()))
                            }}
                        </CodeText>
                    </dd>
                </div>
            </dl>
            <SyncSwitchOf overview=overview overviews=overviews open=open />
            <footer class="register-foot">
                <Button
                    look=Look::Quiet
                    picture=Icon::Phone
                    test_id="register-code"
                    on_press=get_code
                >
                    {move || if activated.get() { t().devices.replace } else { words.get_code }}
                </Button>
                <Ways ask=ask out=in_use out_text=t().devices.take_out />
            </footer>
        </li>
    }
}
