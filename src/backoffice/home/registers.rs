//! How the registers stand, in one tile: which are live, which are silent, and what they have not sent.
//!
//! It must not know what else is on Home.

use super::tile::tile;
use crate::api;
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::platform::intl;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::api::RegisterOverview;

/// The registers that were activated, live or silent.
pub fn registers() -> AnyView {
    let words = t().home;
    let now = Clock::now();
    let known = RwSignal::new(None::<Vec<RegisterOverview>>);
    Effect::new(move |_| {
        now.track();
        spawn_local(async move {
            if let Ok(all) = api::registers().await {
                let _ = known.try_set(Some(all));
            }
        });
    });
    let counted = Memo::new(move |_| {
        known.with(|known| {
            let all = known
                .as_ref()?
                .iter()
                .filter(|one| one.last_seen_ms.is_some());
            let (mut live, mut silent, mut unsent) = (0_u64, 0_u64, 0_u64);
            for one in all {
                match one.connected {
                    true => live += 1,
                    false => silent += 1,
                }
                unsent = unsent.saturating_add(one.unsent);
            }
            Some((live, silent, unsent))
        })
    });
    let unknown = || t().common.unknown.to_owned();
    tile(
        "home-registers",
        words.registers,
        Signal::stored("/backoffice/registers".to_owned()),
        Signal::derive(move || {
            counted
                .get()
                .map_or_else(unknown, |(live, silent, _)| intl::count(live + silent))
        }),
        Signal::derive(move || {
            counted
                .get()
                .map_or_else(unknown, |(live, silent, unsent)| {
                    let sent = match unsent {
                        0 => words.all_sent.to_owned(),
                        unsent => words.unsent(unsent),
                    };
                    let mut said = vec![words.live(live)];
                    if silent > 0 {
                        said.push(words.silent(silent));
                    }
                    said.push(sent);
                    crate::i18n::facts(&said)
                })
        }),
        Signal::stored(""),
    )
}
