//! Going from screen to screen: the present address as a signal, kept in step with the browser's
//! history and with every link that is pressed.
//!
//! It must not know which screens there are. An own router, because addresses are typed here and
//! the usual one would cost a sixth of the size that the app may have.

use super::{Address, Program};
use crate::platform::location;
use leptos::prelude::*;

/// Where the app is, and the way to elsewhere.
#[derive(Clone, Copy)]
pub struct Navigator {
    program: Program,
    address: RwSignal<Address>,
    steps: RwSignal<u32>,
}

impl Navigator {
    /// Follows the browser from now on, and gives itself to everything below. Called once.
    pub fn provide(program: Program) -> Navigator {
        let navigator = Navigator {
            program,
            address: RwSignal::new(Address::parse(&location::current())),
            steps: RwSignal::new(0),
        };
        location::on_step(Callback::new(move |()| {
            navigator.show(Address::parse(&location::current()));
        }));
        location::on_link(Callback::new(move |to: String| {
            navigator.go(Address::parse(&to));
        }));
        provide_context(navigator);
        navigator
    }

    /// The one that [`Navigator::provide`] made.
    pub fn get() -> Navigator {
        use_context().unwrap_or_else(|| Navigator::provide(Program::Register))
    }

    /// Where the app is.
    pub fn address(self) -> Signal<Address> {
        self.address.into()
    }

    /// Whether anybody went anywhere yet; after the first screen, a new screen takes the keyboard.
    pub fn has_moved(self) -> bool {
        self.steps.get_untracked() > 0
    }

    /// Goes to an address; going back leads here again.
    pub fn go(self, to: Address) {
        if self.address.with_untracked(|here| *here == to) {
            return;
        }
        if self.leaves(&to) {
            return;
        }
        location::push(&to.to_string());
        self.show(to);
    }

    /// Goes to an address in place of the present one: for searches typed letter by letter, and
    /// for screens that nobody is to come back to.
    pub fn replace(self, to: Address) {
        if self.address.with_untracked(|here| *here == to) {
            return;
        }
        if self.leaves(&to) {
            return;
        }
        location::replace(&to.to_string());
        self.show(to);
    }

    /// Loads the page anew when the address belongs to no screen of this program.
    fn leaves(self, to: &Address) -> bool {
        let leaves = to.program() != Some(self.program);
        if leaves {
            location::load(&to.to_string());
        }
        leaves
    }

    fn show(self, to: Address) {
        self.steps.update(|steps| *steps = steps.saturating_add(1));
        self.address.set(to);
    }
}
