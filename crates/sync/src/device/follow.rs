//! A second engine on one storage, which only shows: it takes in what the engine that works there
//! has written, and asks for nothing.
//!
//! It must not know how the two talk. Never more than one engine works on a storage.

use super::engine::Engine;
use super::io::Output;
use super::job::Plan;
use super::write::Write;
use crate::protocol::Lease;

impl Engine {
    /// Takes in what the working engine has written, for good. In the order of writing; again from
    /// an earlier one does no harm, if all later ones follow.
    pub fn follow(&mut self, write: Write) -> Vec<Output> {
        let mut out = Vec::new();
        let id = write.id;
        self.writing.follow(Plan::of(write));
        self.written(id, &mut out);
        out
    }

    /// Takes in who takes money for which sale, as the working engine has heard.
    pub fn follow_leases(&mut self, leases: Vec<Lease>) -> Vec<Output> {
        let mut out = Vec::new();
        self.see_leases(leases, &mut out);
        out
    }
}
