//! What a manager can do to a sale from here: close it once it is paid, void it with a reason, merge
//! it into another, split it, hand it over to somebody else; and to a finished one, open it again or
//! give back what was paid too much (rules G3, H2, D3, D5, D6).
//!
//! It must not write anything itself: the replica does, and says when it is saved (rule A1).

use super::super::doing::Doing;
use super::super::give_back::too_much;
use super::super::offers::{Offer, Offers};
use super::super::places::sale_address;
use super::super::review::Matters;
use super::hand_over::HandOverForm;
use super::merge::MergeForm;
use super::split::SplitForm;
use super::void::VoidForm;
use crate::i18n::t;
use crate::routes::Navigator;
use crate::ui::{Button, Dialog, Icon, Look};
use leptos::prelude::*;
use sale::{Change, EmployeeId, Money, Sale, SaleId, SplitSale, Status};
use std::sync::Arc;
use sync::device::SaleView;

/// Which question is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asking {
    Nothing,
    Void,
    Merge,
    HandOver,
    Split,
    Unvoid,
}

/// What can be done.
#[component]
pub fn Actions(
    /// The sale.
    shown: Memo<Option<Arc<SaleView>>>,
    /// The screen's questions about money.
    matters: Matters,
) -> impl IntoView {
    let words = t().backoffice;
    let (doing, navigator) = (Doing::get(), Navigator::get());
    let status = Memo::new(move |_| with(shown, |sale| sale.status));
    let due = Memo::new(move |_| shown.with(|v| v.as_ref().map_or(Money::ZERO, |v| v.totals.due)));
    let owed = Memo::new(move |_| with(shown, too_much).unwrap_or(Money::ZERO));
    let has_items = Memo::new(move |_| {
        with(shown, |sale| sale.standing_lines().next().is_some()).unwrap_or(false)
    });
    let asking = RwSignal::new(Asking::Nothing);
    let done = move || asking.set(Asking::Nothing);
    let close = move || {
        if let Some((sale_id, title)) = named(shown) {
            let said = words.closed_toast(title);
            doing.make(vec![Change::Close { sale_id }], said, None);
        }
    };
    let void = Callback::new(move |reason: String| {
        done();
        if let Some((sale_id, title)) = named(shown) {
            let said = words.voided_toast(title);
            let undo = Change::Unvoid { sale_id };
            doing.make(vec![Change::Void { sale_id, reason }], said, Some(undo));
        }
    });
    let merge = Callback::new(move |(into, into_title): (SaleId, String)| {
        done();
        if let Some((sale_id, title)) = named(shown) {
            let said = words.merged_toast(into_title, title);
            let undo = Change::Unmerge { sale_id };
            doing.make(vec![Change::Merge { sale_id, into }], said, Some(undo));
            navigator.go(sale_address(into));
        }
    });
    let hand_over = Callback::new(move |(owner, name): (EmployeeId, String)| {
        done();
        let before = shown.with_untracked(|v| v.as_ref().map(|v| v.sale.owner));
        if let (Some((sale_id, title)), Some(before)) = (named(shown), before) {
            let said = words.transferred_toast(name, title);
            let undo = Change::Owner {
                sale_id,
                owner: before,
            };
            doing.make(vec![Change::Owner { sale_id, owner }], said, Some(undo));
        }
    });
    let split = Callback::new(move |split: SplitSale| {
        done();
        if let Some((sale_id, title)) = named(shown) {
            let new = split.new_sale_id;
            let said = t().floor.split_off(title);
            let undo = Change::Merge {
                sale_id: new,
                into: sale_id,
            };
            doing.make(vec![Change::Split(split)], said, Some(undo));
        }
    });
    let unvoid = move || {
        done();
        if let Some((sale_id, _)) = named(shown) {
            let said = words.unvoided_toast.to_owned();
            doing.make(vec![Change::Unvoid { sale_id }], said, None);
        }
    };
    let give_back = move || {
        if let Some((sale_id, _)) = named(shown) {
            matters.give_back((sale_id, None));
        }
    };
    let open = Signal::derive(move || status.get() == Some(Status::Open));
    let voided = Signal::derive(move || status.get() == Some(Status::Voided));
    let owes = Signal::derive(move || owed.get() > Money::ZERO);
    Offers::get().keep(move || {
        let to = shown.with(|v| v.as_ref().map(|v| v.sale.title().to_owned()));
        let to = to.unwrap_or_default();
        let offer = |picture, text, does| Offer {
            picture,
            text,
            to: to.clone(),
            does,
        };
        let ask = |picture, text, what| offer(picture, text, (move || asking.set(what)).into());
        let mut all = Vec::new();
        if open.get() {
            all.push(ask(Icon::Merge, words.merge_sale, Asking::Merge));
            if has_items.get() {
                all.push(ask(Icon::Receipt, t().sales.split, Asking::Split));
            }
            all.push(ask(Icon::Person, words.transfer_sale, Asking::HandOver));
            all.push(ask(Icon::Void, words.void_sale, Asking::Void));
            if due.get() <= Money::ZERO {
                all.push(offer(Icon::Check, words.close_sale, close.into()));
            }
        }
        if voided.get() {
            all.push(ask(Icon::Undo, words.unvoid, Asking::Unvoid));
        }
        if owes.get() {
            all.push(offer(Icon::Cash, words.give_back, give_back.into()));
        }
        all
    });
    view! {
        <Show when=move || open.get() || voided.get() || owes.get()>
            <div class="sale-actions">
                <Show when=move || { open.get() && due.get() > Money::ZERO }>
                    <p class="sale-actions-hint" id="close-hint">
                        {words.close_needs_payment}
                    </p>
                </Show>
                <Show when=move || owes.get()>
                    <Button
                        picture=Icon::Cash
                        busy=doing.busy
                        test_id="give-back"
                        on_press=give_back
                    >
                        {words.give_back}
                    </Button>
                </Show>
                <Show when=move || voided.get()>
                    <Button picture=Icon::Undo busy=doing.busy test_id="unvoid-sale" on_press=move || asking.set(Asking::Unvoid)>
                        {words.unvoid}
                    </Button>
                </Show>
                <Show when=move || open.get()>
                    <Button
                        picture=Icon::Merge
                        test_id="merge-sale"
                        on_press=move || asking.set(Asking::Merge)
                    >
                        {words.merge_sale}
                    </Button>
                    <Button
                        picture=Icon::Receipt
                        disabled=Signal::derive(move || !has_items.get())
                        test_id="split-sale"
                        on_press=move || asking.set(Asking::Split)
                    >
                        {t().sales.split}
                    </Button>
                    <Button
                        picture=Icon::Person
                        test_id="transfer-sale"
                        on_press=move || asking.set(Asking::HandOver)
                    >
                        {words.transfer_sale}
                    </Button>
                    <Button
                        picture=Icon::Void
                        busy=doing.busy
                        test_id="void-sale"
                        on_press=move || asking.set(Asking::Void)
                    >
                        {words.void_sale}
                    </Button>
                    <Button
                        look=Look::Primary
                        picture=Icon::Check
                        busy=doing.busy
                        disabled=Signal::derive(move || due.get() > Money::ZERO)
                        test_id="close-sale"
                        on_press=close
                    >
                        {words.close_sale}
                    </Button>
                </Show>
            </div>
        </Show>
        <Dialog
            open=Signal::derive(move || asking.get() != Asking::Nothing)
            title=Signal::derive(move || {
                match asking.get() {
                    Asking::Merge => words.merge_title,
                    Asking::HandOver => words.transfer_title,
                    Asking::Split => t().sales.split_title,
                    Asking::Unvoid => t().sales.unvoid_title,
                    Asking::Void | Asking::Nothing => words.void_title,
                }
                    .to_owned()
            })
            test_id="sale-dialog"
            on_close=done
        >
            {move || match asking.get() {
                Asking::Merge => {
                    view! { <MergeForm shown=shown on_merge=merge on_cancel=done /> }.into_any()
                }
                Asking::HandOver => {
                    view! { <HandOverForm shown=shown on_hand_over=hand_over on_cancel=done /> }
                        .into_any()
                }
                Asking::Void => {
                    let has_money = with(shown, |sale| !sale.tenders.is_empty());
                    view! {
                        <VoidForm
                            has_money=has_money.unwrap_or(false)
                            on_void=void
                            on_cancel=done
                        />
                    }
                        .into_any()
                }
                Asking::Split => {
                    view! { <SplitForm shown=shown on_split=split on_cancel=done /> }.into_any()
                }
                Asking::Unvoid => {
                    view! {
                        <p class="dialog-text">{t().sales.unvoid_what}</p>
                        <div class="dialog-actions">
                            <Button on_press=done>{t().common.cancel}</Button>
                            <Button
                                look=Look::Primary
                                autofocus=true
                                test_id="unvoid-confirm"
                                on_press=unvoid
                            >
                                {words.unvoid}
                            </Button>
                        </div>
                    }
                        .into_any()
                }
                Asking::Nothing => ().into_any(),
            }}
        </Dialog>
    }
}

fn with<T>(shown: Memo<Option<Arc<SaleView>>>, read: impl Fn(&Sale) -> T) -> Option<T> {
    shown.with(|view| view.as_ref().map(|view| read(&view.sale)))
}

fn named(shown: Memo<Option<Arc<SaleView>>>) -> Option<(SaleId, String)> {
    shown.with_untracked(|view| {
        let sale = &view.as_ref()?.sale;
        Some((sale.id, sale.title().to_owned()))
    })
}
