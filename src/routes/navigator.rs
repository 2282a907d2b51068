//! Where the app is and the way to elsewhere: a handle on the router that can be copied into any
//! callback and takes typed addresses.
//!
//! It must not know which screens there are.

use super::{Address, Query};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_url};
use leptos_router::location::{BrowserUrl, LocationChange, LocationProvider, State};

/// The parameters of the address that a screen is at. They stay as they were when it is left.
pub fn use_query() -> Memo<Query> {
    let url = use_url();
    Memo::new(move |_| url.with(|url| Query::parse(url.search())))
}

/// Where the app is, and the way to elsewhere.
#[derive(Clone, Copy)]
pub struct Navigator {
    navigate: Callback<(Address, bool)>,
    path: Memo<String>,
    search: Memo<String>,
    moved: Memo<(String, bool)>,
}

impl Navigator {
    /// Gives itself to everything below. Called once, inside the router.
    pub fn provide() {
        let (navigate, location) = (use_navigate(), use_location());
        let (path, search) = (location.pathname, location.search);
        keep_record();
        provide_context(Navigator {
            path,
            search,
            navigate: Callback::new(move |(to, replace): (Address, bool)| {
                let options = NavigateOptions {
                    resolve: false,
                    replace,
                    // What changes within a screen leaves it where it is.
                    scroll: path.with_untracked(|here| here != to.path()),
                    ..NavigateOptions::default()
                };
                navigate(&to.to_string(), options);
            }),
            // First read by the first heading that is drawn, so a redirection before it is no move.
            moved: Memo::new(move |before: Option<&(String, bool)>| {
                let here = format!("{}?{}", path.get(), search.get());
                match before {
                    None => (here, false),
                    Some((first, moved)) => (first.clone(), *moved || here != *first),
                }
            }),
        });
    }

    /// The one that [`Navigator::provide`] made.
    pub fn get() -> Navigator {
        expect_context()
    }

    /// The path of the present address.
    pub fn path(self) -> Memo<String> {
        self.path
    }

    /// The parameters of the present address, whichever screen it is of.
    pub fn query(self) -> Query {
        self.search.with(|search| Query::parse(search))
    }

    /// Whether anybody went anywhere yet; after the first screen, a new screen takes the keyboard.
    pub fn has_moved(self) -> bool {
        self.moved.with_untracked(|(_, moved)| *moved)
    }

    /// Goes to an address; going back leads here again.
    pub fn go(self, to: Address) {
        self.navigate.run((to, false));
    }

    /// Goes to an address in place of the present one: for searches typed letter by letter, and
    /// for screens that nobody is to come back to.
    pub fn replace(self, to: Address) {
        self.navigate.run((to, true));
    }
}

/// Tells the router after each step back or forward where it is. It keeps a record of its own, by
/// which it leaves out of the history what is there already, and loses its place in it when
/// somebody goes forward: the next step would then not be written down.
fn keep_record() {
    let Some(browser) = use_context::<BrowserUrl>() else {
        return;
    };
    let handle = window_event_listener(leptos::ev::popstate, move |_| {
        let (location, history) = (window().location(), window().history());
        let (Ok(path), Ok(search)) = (location.pathname(), location.search()) else {
            return;
        };
        browser.complete_navigation(&LocationChange {
            value: path + &search,
            replace: true,
            scroll: false,
            state: State::new(history.and_then(|history| history.state()).ok()),
        });
    });
    on_cleanup(move || handle.remove());
}
