//! Who and where, in words: names of people and tills, amounts, and fields with what they hold.
//!
//! It must not know where it is said.

use super::Till;
use crate::i18n::t;
use crate::platform::intl;
use crate::replica::Lease;
use leptos::prelude::*;
use sale::{Discount, EmployeeId, Field, FieldValue, Money, RegisterId};

impl Till {
    /// What somebody is called.
    pub fn person(self, id: EmployeeId) -> String {
        let known = self.replica.employees().with(|all| {
            all.iter()
                .find(|one| one.id == id)
                .map(|one| one.name.clone())
        });
        known.unwrap_or_else(|| t().common.somebody.to_owned())
    }

    /// What a till is called; none when it is not known.
    pub fn place(self, id: RegisterId) -> Option<String> {
        self.replica.registers().with(|all| {
            all.iter()
                .find(|one| one.id == id)
                .map(|one| one.name.clone())
        })
    }

    /// The till that this is.
    pub fn here(self) -> Option<RegisterId> {
        let identity = self.replica.identity();
        identity.with(|identity| identity.as_ref().and_then(|one| one.register_id))
    }

    /// Who is signed in.
    pub fn me(self) -> Option<EmployeeId> {
        self.replica
            .signed_in()
            .with(|me| me.as_ref().map(|me| me.id))
    }

    /// From whom something came, unless it was done here by who is here now.
    pub fn elsewhere_by(self, by: EmployeeId, on: Option<RegisterId>) -> Option<String> {
        let elsewhere = on.filter(|on| self.here() != Some(*on));
        if elsewhere.is_none() && self.me() == Some(by) {
            return None;
        }
        let who = self.person(by);
        Some(match elsewhere.and_then(|on| self.place(on)) {
            Some(place) => t().floor.at(&place, &who),
            None => who,
        })
    }

    /// An amount in the store's money.
    pub fn money(self, amount: Money) -> String {
        self.currency().with(|currency| {
            let currency = currency.as_ref();
            currency.map(|c| intl::money(amount, c)).unwrap_or_default()
        })
    }

    /// What comes off.
    pub fn off(self, discount: Discount) -> String {
        match discount {
            Discount::Percent(points) => t().floor.percent_off(percent(points)),
            Discount::Amount(amount) => t().floor.amount_off(self.money(amount)),
        }
    }

    /// What a field holds, in words.
    pub fn held(self, value: &FieldValue) -> String {
        let text = match value {
            FieldValue::Name(text) | FieldValue::Note(text) => text.clone(),
            FieldValue::Guests(guests) => guests.map(|n| t().floor.guests(u64::from(n))),
            FieldValue::Table(table) => table.as_ref().map(|table| table.name.clone()),
            FieldValue::Customer(customer) => customer.as_ref().map(|one| one.name.clone()),
            FieldValue::Owner(owner) => Some(self.person(*owner)),
            FieldValue::Discount(discount) => discount.map(|discount| self.off(discount)),
            FieldValue::UnitPrice(price) => Some(self.money(*price)),
            FieldValue::Modifiers(modifiers) => {
                let names: Vec<&str> = modifiers.iter().map(|one| one.name.as_str()).collect();
                (!names.is_empty()).then(|| names.join(", "))
            }
        };
        text.unwrap_or_else(|| t().floor.nothing.to_owned())
    }
}

/// "Being paid at Pay 1 by Sam".
pub fn being_paid(till: Till, lease: &Lease) -> String {
    let words = t().common;
    match lease.employee_id {
        Some(by) => words.being_paid_by(&lease.place, till.person(by)),
        None => words.being_paid(&lease.place),
    }
}

/// What a field is called.
pub fn field_name(field: Field) -> &'static str {
    let words = t().floor;
    match field {
        Field::Name => words.field_name,
        Field::Note => words.field_note,
        Field::Guests => words.field_guests,
        Field::Table => words.field_table,
        Field::Customer => words.field_customer,
        Field::Owner => words.field_owner,
        Field::Discount => words.field_discount,
        Field::UnitPrice => words.field_price,
        Field::Modifiers => words.field_modifiers,
    }
}

/// Hundredths of a per cent: `1250` is `12.5`.
pub fn percent(points: u32) -> String {
    intl::quantity(sale::Quantity(i64::from(points).saturating_mul(10)))
}
