//! What somebody may do, permission by permission: as the role says, or otherwise for them.
//!
//! It must not know which change needs a permission.

use super::known::role_name;
use crate::i18n::t;
use crate::ui::{Choice, Select};
use leptos::prelude::*;
use sale::{Exceptions, Permission, Role};

/// A choice for each permission.
#[component]
pub fn Permissions(
    /// The role that is chosen.
    role: RwSignal<Role>,
    /// What is otherwise.
    exceptions: RwSignal<Exceptions>,
) -> impl IntoView {
    let words = t().people;
    view! {
        <fieldset class="form-part">
            <legend>{words.permissions}</legend>
            <p class="form-hint">{words.permissions_hint}</p>
            {Permission::ALL
                .into_iter()
                .map(|permission| {
                    view! { <One permission=permission role=role exceptions=exceptions /> }
                })
                .collect_view()}
        </fieldset>
    }
}

#[component]
fn One(
    permission: Permission,
    role: RwSignal<Role>,
    exceptions: RwSignal<Exceptions>,
) -> impl IntoView {
    let words = t().people;
    let choice = |value: &str, text: String| Choice {
        value: value.to_owned(),
        text,
    };
    let choices = Signal::derive(move || {
        let role = role.get();
        let as_role = match role.may(permission) {
            true => words.as_role_may,
            false => words.as_role_not,
        };
        vec![
            choice("", format!("{as_role} ({})", role_name(role))),
            choice("may", words.may.to_owned()),
            choice("may-not", words.may_not.to_owned()),
        ]
    });
    let value = Signal::derive(move || {
        let chosen = exceptions.with(|all| all.get(&permission).copied());
        chosen
            .map_or("", |may| if may { "may" } else { "may-not" })
            .to_owned()
    });
    view! {
        <Select
            label=format!("{} ({})", named(permission), permission.rule())
            choices=choices
            value=value
            test_id=test_id(permission)
            on_choose=move |word: String| {
                exceptions
                    .update(|all| {
                        match word.as_str() {
                            "may" => all.insert(permission, true),
                            "may-not" => all.insert(permission, false),
                            _ => all.remove(&permission),
                        };
                    });
            }
        />
    }
}

fn named(permission: Permission) -> &'static str {
    let words = t().people;
    match permission {
        Permission::OthersSales => words.may_others_sales,
        Permission::RegisterSettings => words.may_register_settings,
        Permission::Layout => words.may_layout,
        Permission::Settle => words.may_settle,
        Permission::Remove => words.may_remove,
        Permission::Void => words.may_void,
        Permission::Discount => words.may_discount,
        Permission::Unknown => "",
    }
}

fn test_id(permission: Permission) -> &'static str {
    match permission {
        Permission::OthersSales => "may-others_sales",
        Permission::RegisterSettings => "may-register_settings",
        Permission::Layout => "may-layout",
        Permission::Settle => "may-settle",
        Permission::Remove => "may-remove",
        Permission::Void => "may-void",
        Permission::Discount => "may-discount",
        Permission::Unknown => "may-unknown",
    }
}
