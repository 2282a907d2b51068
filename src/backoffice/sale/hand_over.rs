//! The question who looks after a sale from now on.
//!
//! It must not hand anything over.

use super::super::facts::Facts;
use crate::i18n::t;
use crate::platform::intl;
use crate::ui::{Button, Choice, Look, Select};
use leptos::prelude::*;
use sale::EmployeeId;
use std::sync::Arc;
use sync::device::SaleView;

/// Asks for somebody.
#[component]
pub fn HandOverForm(
    /// The sale.
    shown: Memo<Option<Arc<SaleView>>>,
    /// Gets who it is, and their name.
    on_hand_over: Callback<(EmployeeId, String)>,
    /// Somebody thought better of it.
    #[prop(into)]
    on_cancel: Callback<()>,
) -> impl IntoView {
    let words = t().backoffice;
    let facts = Facts::get();
    let owner = shown.with_untracked(|view| view.as_ref().map(|view| view.sale.owner));
    let people = Memo::new(move |_| {
        let mut people = facts.employees().with(|all| {
            let others = all.iter().filter(|one| Some(one.id) != owner && !one.gone);
            others.cloned().collect::<Vec<_>>()
        });
        people.sort_by(|a, b| intl::compare(&a.name, &b.name));
        people
    });
    let chosen = RwSignal::new(String::new());
    let to = Memo::new(move |_| {
        let chosen = chosen.get();
        people.with(|people| {
            let one = people.iter().find(|one| one.id.to_string() == chosen);
            one.map(|one| (one.id, one.name.clone()))
        })
    });
    let choices = Signal::derive(move || {
        let mut choices = vec![Choice {
            value: String::new(),
            text: words.transfer_choose.to_owned(),
        }];
        choices.extend(people.with(|people| {
            people
                .iter()
                .map(|one| Choice {
                    value: one.id.to_string(),
                    text: one.name.clone(),
                })
                .collect::<Vec<_>>()
        }));
        choices
    });
    let hand_over = move || {
        if let Some(to) = to.get_untracked() {
            on_hand_over.run(to);
        }
    };
    view! {
        <div class="form">
            <Select
                label=words.transfer_to
                choices=choices
                value=chosen
                test_id="transfer-to"
                on_choose=move |value: String| chosen.set(value)
            />
            <div class="dialog-actions">
                <Button on_press=on_cancel>{t().common.cancel}</Button>
                <Button
                    look=Look::Primary
                    disabled=Signal::derive(move || to.with(Option::is_none))
                    test_id="transfer-confirm"
                    on_press=hand_over
                >
                    {words.transfer_sale}
                </Button>
            </div>
        </div>
    }
}
