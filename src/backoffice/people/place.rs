//! What the list of people shows, as its address says it.
//!
//! Pure: it must not know the browser nor the server.

use crate::routes::{Address, Query};
use sale::{EmployeeId, Role};

/// Who is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looked {
    /// Somebody new.
    New,
    /// Somebody who is there.
    At(EmployeeId),
}

/// The list of people, with what narrows it down and who is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeoplePlace {
    /// Part of a name or an address.
    pub search: String,
    /// With this role.
    pub role: Option<Role>,
    /// Those who are gone, too.
    pub with_gone: bool,
    /// Who is looked at.
    pub looked: Option<Looked>,
}

impl PeoplePlace {
    /// Where the list is, whatever it shows.
    pub const PATH: &'static str = "/backoffice/people";

    /// Reads what an address shows of the list.
    pub fn read(query: &Query) -> PeoplePlace {
        PeoplePlace {
            search: query.get("q").unwrap_or_default().to_owned(),
            role: query.get("role").and_then(role_of),
            with_gone: query.get("gone") == Some("shown"),
            looked: match query.get("person") {
                Some("new") => Some(Looked::New),
                _ => query.read("person").map(Looked::At),
            },
        }
    }

    /// Its address.
    pub fn address(&self) -> Address {
        let person = self.looked.map(|looked| match looked {
            Looked::New => "new".to_owned(),
            Looked::At(id) => id.to_string(),
        });
        Address::at(PeoplePlace::PATH)
            .with("q", Some(&self.search))
            .with("role", self.role.map(role_word))
            .with("gone", self.with_gone.then_some("shown"))
            .with("person", person.as_deref())
    }

    /// The same list, looking at somebody else.
    #[must_use]
    pub fn looking(&self, at: Option<Looked>) -> PeoplePlace {
        PeoplePlace {
            looked: at,
            ..self.clone()
        }
    }
}

/// A role's word in addresses and choices.
pub fn role_word(role: Role) -> &'static str {
    match role {
        Role::Cashier => "cashier",
        Role::RegisterManager => "register-manager",
        Role::BackOfficeManager => "backoffice-manager",
    }
}

/// The role with this word.
pub fn role_of(word: &str) -> Option<Role> {
    [
        Role::Cashier,
        Role::RegisterManager,
        Role::BackOfficeManager,
    ]
    .into_iter()
    .find(|role| role_word(*role) == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A link that is sent shows the receiver the same list.
    #[test]
    fn places_round_trip() {
        let id = EmployeeId(uuid::Uuid::from_u128(7));
        for looked in [None, Some(Looked::New), Some(Looked::At(id))] {
            let place = PeoplePlace {
                search: "a&b".to_owned(),
                role: Some(Role::RegisterManager),
                with_gone: true,
                looked,
            };
            let text = place.address().to_string();
            let query = Query::parse(text.split_once('?').map_or("", |(_, query)| query));
            assert_eq!(PeoplePlace::read(&query), place);
        }
    }
}
