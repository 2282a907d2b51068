//! What the screen that is open offers to do, for the palette to list.
//!
//! It must not know what is done.

use crate::ui::Icon;
use leptos::prelude::*;

/// One thing to do.
#[derive(Clone)]
pub struct Offer {
    /// A picture of it.
    pub picture: Icon,
    /// What it is called.
    pub text: &'static str,
    /// What it is done to.
    pub to: String,
    /// Does it, or asks first.
    pub does: Callback<()>,
}

impl PartialEq for Offer {
    fn eq(&self, other: &Offer) -> bool {
        self.text == other.text && self.to == other.to && self.does.matches(&other.does)
    }
}

/// All of them. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Offers(RwSignal<Vec<Offer>>);

impl Offers {
    /// None, for everything below.
    pub fn provide() {
        provide_context(Offers(RwSignal::new(Vec::new())));
    }

    /// The ones that [`Offers::provide`] gave.
    pub fn get() -> Offers {
        use_context().unwrap_or_else(|| Offers(RwSignal::new(Vec::new())))
    }

    /// Offers this while the component lives.
    pub fn keep(self, offered: impl Fn() -> Vec<Offer> + 'static) {
        let Offers(all) = self;
        Effect::new(move |_| all.set(offered()));
        on_cleanup(move || {
            let _ = all.try_set(Vec::new());
        });
    }

    /// What is offered now.
    pub fn all(self) -> Vec<Offer> {
        self.0.get()
    }
}
