//! Who works in the demonstration store. Their secrets are published: it is for trying things out.

use crate::storage::own::named_id;
use sale::{Employee, EmployeeId, Role};

/// Somebody of the demonstration.
pub(crate) struct Person {
    pub name: &'static str,
    pub role: Role,
    pub pin: &'static str,
    pub email: Option<&'static str>,
    pub password: Option<&'static str>,
}

impl Person {
    /// Their identity.
    pub(crate) fn id(&self) -> EmployeeId {
        EmployeeId(named_id(&["demonstration employee", self.name]))
    }

    /// Their row.
    pub(crate) fn employee(&self) -> Employee {
        Employee::new(self.id(), self.name, self.role)
    }
}

const fn cashier(name: &'static str, pin: &'static str) -> Person {
    Person {
        name,
        role: Role::Cashier,
        pin,
        email: None,
        password: None,
    }
}

/// The people.
pub(crate) const PEOPLE: [Person; 5] = [
    Person {
        name: "Morgan Reid",
        role: Role::BackOfficeManager,
        pin: "9071",
        email: Some("morgan@harbour.example"),
        password: Some("harbour-street"),
    },
    Person {
        name: "Alex Carter",
        role: Role::RegisterManager,
        pin: "2580",
        email: None,
        password: None,
    },
    cashier("Sam Patel", "1357"),
    cashier("Jo Lindqvist", "2468"),
    cashier("Noor Haddad", "3690"),
];
