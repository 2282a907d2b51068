//! What a manager can do to an open sale from here: close it once it is paid, or void it with a
//! reason (rules G3, H2).
//!
//! It must not write anything itself: the replica does, and says when it is saved (rule A1).

use crate::i18n::t;
use crate::replica::{NotSaved, Replica};
use crate::signals::{Memo, RwSignal, Signal};
use crate::ui::{
    Banner, Button, Dialog, FilterChip, Icon, Look, TextField, Toast, Toasts, Tone, When,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Change, Money, SaleId};
use std::sync::Arc;
use sync::device::SaleView;

/// Most letters of a reason.
const MOST_REASON: u32 = 200;

/// Close and void; nothing for a sale that is finished.
#[component]
pub fn Actions(
    /// The sale as long as it is open.
    live: Signal<Option<Arc<SaleView>>>,
) -> impl IntoView {
    let words = &t().backoffice;
    let (replica, toasts) = (Replica::expect(), Toasts::get());
    let open = Memo::new(move |_| live.with(|v| v.as_ref().is_some_and(|v| v.sale.is_open())));
    let due = Memo::new(move |_| live.with(|v| v.as_ref().map_or(Money::ZERO, |v| v.totals.due)));
    let busy = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let close = move || {
        let Some((id, title)) = named(live) else {
            return;
        };
        let saved = (words.closed_toast)(title);
        make(replica, toasts, busy, Change::Close { sale_id: id }, saved);
    };
    let void = Callback::new(move |reason: String| {
        asking.set(false);
        let Some((id, title)) = named(live) else {
            return;
        };
        let saved = (words.voided_toast)(title);
        make(
            replica,
            toasts,
            busy,
            Change::Void {
                sale_id: id,
                reason,
            },
            saved,
        );
    });
    let has_money =
        Memo::new(move |_| live.with(|v| v.as_ref().is_some_and(|v| v.totals.paid != Money::ZERO)));
    view! {
        <When so=Signal::derive(move || open.get())>
            <div class="sale-actions">
                <When so=Signal::derive(move || { due.get() > Money::ZERO })>
                    <p class="sale-actions-hint" id="close-hint">
                        {words.close_needs_payment}
                    </p>
                </When>
                <Button
                    picture=Icon::Void
                    busy=busy
                    test_id="void-sale"
                    on_press=move || asking.set(true)
                >
                    {words.void_sale}
                </Button>
                <Button
                    look=Look::Primary
                    picture=Icon::Check
                    busy=busy
                    disabled=Signal::derive(move || due.get() > Money::ZERO)
                    test_id="close-sale"
                    on_press=close
                >
                    {words.close_sale}
                </Button>
            </div>
        </When>
        <Dialog
            open=asking
            title=words.void_title
            test_id="void-dialog"
            on_close=move || asking.set(false)
        >
            <VoidForm has_money=has_money on_void=void on_cancel=move || asking.set(false) />
        </Dialog>
    }
}

#[component]
fn VoidForm(
    #[prop(into)] has_money: Signal<bool>,
    on_void: Callback<String>,
    #[prop(into)] on_cancel: Callback<()>,
) -> impl IntoView {
    let words = &t().backoffice;
    let reason = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let void = move || {
        let typed = reason.with_untracked(|reason| reason.trim().to_owned());
        if typed.is_empty() {
            error.set(Some(words.void_reason_needed.to_owned()));
        } else {
            on_void.run(typed);
        }
    };
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                void();
            }
        >
            <When so=Signal::derive(move || has_money.get())>
                <Banner tone=Tone::Caution picture=Icon::Warning text=words.void_with_tenders />
            </When>
            <div class="presets">
                {[words.void_mistake, words.void_left, words.void_twice]
                    .into_iter()
                    .map(|preset| {
                        view! {
                            <FilterChip
                                text=preset
                                on=Signal::derive(move || reason.with(|reason| reason == preset))
                                on_press=move || {
                                    error.set(None);
                                    reason.set(preset.to_owned());
                                }
                            />
                        }
                    })
                    .collect_view()}
            </div>
            <TextField
                label=words.void_reason
                value=reason
                hint=words.void_reason_hint
                error=error
                required=true
                autofocus=true
                most=MOST_REASON
                test_id="void-reason"
            />
            <div class="dialog-actions">
                <Button on_press=on_cancel>{t().common.cancel}</Button>
                <Button look=Look::Danger submit=true test_id="void-confirm">
                    {words.void_confirm}
                </Button>
            </div>
        </form>
    }
}

fn named(live: Signal<Option<Arc<SaleView>>>) -> Option<(SaleId, String)> {
    live.with_untracked(|view| {
        let sale = &view.as_ref()?.sale;
        Some((sale.id, sale.title().to_owned()))
    })
}

fn make(replica: Replica, toasts: Toasts, busy: RwSignal<bool>, change: Change, saved: String) {
    busy.set(true);
    spawn_local(async move {
        let toast = match replica.change(change).await {
            Ok(()) => Toast::done(saved),
            Err(why) => Toast::failed(not_saved(why).to_owned()),
        };
        toasts.show(toast);
        let _ = busy.try_set(false);
    });
}

fn not_saved(why: NotSaved) -> &'static str {
    let words = &t().backoffice;
    match why {
        NotSaved::Storage => words.not_saved_storage,
        NotSaved::TooMany => words.not_saved_too_many,
        NotSaved::NotHere | NotSaved::HandingOver => words.not_saved_not_here,
        NotSaved::TooLarge => words.not_saved_too_large,
    }
}
