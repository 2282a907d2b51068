//! One field for everything: what the open screen offers to do, a screen, a sale by its name or number,
//! a saved view. And the keys, for who asks.
//!
//! It must not know what the screens show.

use super::facts::Facts;
use super::offers::{Offer, Offers};
use super::places::{Age, Listed, SalesPlace, sale_address};
use super::screens::screens;
use crate::api;
use crate::i18n::t;
use crate::platform::intl;
use crate::platform::keyboard::{self, Press};
use crate::replica::Replica;
use crate::routes::{Address, Navigator, Query};
use crate::ui::{Dialog, Icon, icon};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::api::views::SavedView;

/// Most sales that are offered.
const MOST_SALES: usize = 8;

/// What is over the screen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Over {
    Nothing,
    Palette,
    Keys,
}

/// What an entry does.
#[derive(Clone, PartialEq)]
enum Does {
    Go(String),
    Make(Offer),
    ShowKeys,
    SignOut,
}

/// One entry.
#[derive(Clone, PartialEq)]
struct Entry {
    picture: Icon,
    text: String,
    note: String,
    does: Does,
}

/// Both, and the keys that open them.
#[component]
pub fn Palette(
    /// Signs out.
    #[prop(into)]
    on_sign_out: Callback<()>,
) -> impl IntoView {
    let words = t().sales;
    let over = RwSignal::new(Over::Nothing);
    keyboard::on_key(Callback::new(move |press: Press| {
        let palette = press.command && press.key.eq_ignore_ascii_case("k") && !press.in_dialog;
        let keys = press.is("?");
        if palette {
            over.set(Over::Palette);
        } else if keys {
            over.set(Over::Keys);
        }
        palette || keys
    }));
    let close = move || over.set(Over::Nothing);
    let navigator = Navigator::get();
    let act = Callback::new(move |does: Does| {
        close();
        match does {
            Does::Go(address) => {
                let (path, query) = address.split_once('?').unwrap_or((&address, ""));
                let place = SalesPlace::read(&Query::parse(query));
                navigator.go(match path == SalesPlace::PATH {
                    true => place.address(),
                    false => Address::at(path),
                });
            }
            Does::Make(offer) => offer.does.run(()),
            Does::ShowKeys => over.set(Over::Keys),
            Does::SignOut => on_sign_out.run(()),
        }
    });
    view! {
        <Dialog
            open=Signal::derive(move || over.get() != Over::Nothing)
            title=Signal::derive(move || {
                if over.get() == Over::Keys { words.keys } else { words.palette }.to_owned()
            })
            test_id="palette"
            on_close=close
        >
            {move || match over.get() {
                Over::Palette => view! { <Field act /> }.into_any(),
                Over::Keys => view! { <Keys /> }.into_any(),
                Over::Nothing => ().into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn Field(act: Callback<Does>) -> impl IntoView {
    let words = t().sales;
    let (facts, replica, offers) = (Facts::get(), Replica::expect(), Offers::get());
    let (text, at) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let views = RwSignal::new(Vec::<SavedView>::new());
    spawn_local(async move {
        // Without an answer there are fewer entries.
        if let Ok(known) = api::views().await {
            let _ = views.try_set(known);
        }
    });
    let entries = Memo::new(move |_| {
        let needles: Vec<String> =
            text.with(|text| text.split_whitespace().map(intl::folded).collect());
        let fits = |text: &str| {
            let text = intl::folded(text);
            needles.iter().all(|needle| text.contains(needle))
        };
        let all = offers.all().into_iter().map(offered);
        let all = all.chain(fixed(&views.get()));
        let mut found: Vec<Entry> = all.filter(|one| fits(&one.text)).collect();
        if !needles.is_empty() {
            found.extend(untrack(|| sales(replica, facts, fits)));
        }
        found
    });
    let chosen = move || at.get().min(entries.with(Vec::len).saturating_sub(1));
    let run = move |at: usize| {
        if let Some(entry) = entries.with_untracked(|all| all.get(at).cloned()) {
            act.run(entry.does);
        }
    };
    let node = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if node.get().is_some() {
            crate::platform::focus::focus_input_soon(node);
        }
    });
    view! {
        <input
            node_ref=node
            class="input"
            type="text"
            role="combobox"
            autocomplete="off"
            aria-expanded="true"
            aria-controls="palette-entries"
            aria-activedescendant=move || format!("palette-{}", chosen())
            aria-label=words.palette
            placeholder=words.palette_hint
            data-testid="palette-field"
            prop:value=move || text.get()
            on:input=move |event| {
                at.set(0);
                text.set(event_target_value(&event));
            }
            on:keydown=move |event| {
                let last = entries.with_untracked(Vec::len).saturating_sub(1);
                let now = untrack(chosen);
                match event.key().as_str() {
                    "ArrowDown" => at.set(now.saturating_add(1).min(last)),
                    "ArrowUp" => at.set(now.saturating_sub(1)),
                    "Enter" => run(now),
                    _ => return,
                }
                event.prevent_default();
            }
        />
        <ul class="palette-entries" id="palette-entries" role="listbox" aria-label=words.palette>
            {move || {
                let entries = entries.get().into_iter().enumerate();
                entries
                    .map(|(number, entry)| {
                        let hook = entry.text.clone();
                        view! {
                            <li
                                id=format!("palette-{number}")
                                role="option"
                                data-testid="palette-entry"
                                data-text=hook
                                aria-selected=move || if chosen() == number { "true" } else { "false" }
                                on:click=move |_| run(number)
                            >
                                {icon(entry.picture)}
                                <span>{entry.text}</span>
                                <small>{entry.note}</small>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
        <Show when=move || entries.with(Vec::is_empty)>
            <p class="dialog-text" role="status">
                {words.palette_none}
            </p>
        </Show>
    }
}

fn offered(offer: Offer) -> Entry {
    Entry {
        picture: offer.picture,
        text: offer.text.to_owned(),
        note: offer.to.clone(),
        does: Does::Make(offer),
    }
}

/// Screens, saved views and actions.
fn fixed(views: &[SavedView]) -> Vec<Entry> {
    let (words, office) = (t().sales, t().backoffice);
    let go = |picture, text: &str, note: &str, address: String| Entry {
        picture,
        text: text.to_owned(),
        note: note.to_owned(),
        does: Does::Go(address),
    };
    let mut all: Vec<Entry> = screens()
        .into_iter()
        .map(|(href, picture, text)| go(picture, text, "", href.to_owned()))
        .collect();
    let listed = |listed| SalesPlace {
        listed,
        ..SalesPlace::default()
    };
    let old = SalesPlace {
        age: Age::VeryOld,
        ..SalesPlace::default()
    };
    all.extend(
        [
            (t().common.closed, listed(Listed::Closed)),
            (t().common.voided, listed(Listed::Voided)),
            (office.kpi_oldest, old),
        ]
        .map(|(text, place)| {
            go(
                Icon::Receipt,
                text,
                office.sales,
                place.address().to_string(),
            )
        }),
    );
    all.extend(views.iter().map(|view| {
        let address = format!("{}?{}", SalesPlace::PATH, view.place);
        go(Icon::Save, &view.name, words.views, address)
    }));
    let act = |picture, text: &str, does| Entry {
        picture,
        text: text.to_owned(),
        note: String::new(),
        does,
    };
    all.push(act(Icon::Info, words.keys, Does::ShowKeys));
    all.push(act(Icon::SignOut, t().common.sign_out, Does::SignOut));
    all
}

/// Open sales by name or number.
fn sales(replica: Replica, facts: Facts, fits: impl Fn(&str) -> bool) -> Vec<Entry> {
    replica.sales().with_untracked(|sales| {
        let found = sales.all_open().filter(|view| {
            let sale = &view.sale;
            fits(sale.title()) || fits(&sale.number)
        });
        let entries = found.take(MOST_SALES).map(|view| Entry {
            picture: Icon::Receipt,
            text: view.sale.title().to_owned(),
            note: format!("{} · {}", view.sale.number, facts.money(view.totals.total)),
            does: Does::Go(sale_address(view.sale.id).to_string()),
        });
        entries.collect()
    })
}

#[component]
fn Keys() -> impl IntoView {
    let words = t().sales;
    let keys: [(&[&str], &str); 8] = [
        (&["j", "k", "↓", "↑"], words.key_walk),
        (&["Home", "End"], words.key_ends),
        (&["Enter"], words.key_open),
        (&["x"], words.key_pick),
        (&["/"], words.key_search),
        (&["⌘K", "Ctrl K"], words.key_palette),
        (&["Esc"], words.key_close),
        (&["?"], words.key_help),
    ];
    view! {
        <dl class="keys" data-testid="keys">
            {keys
                .into_iter()
                .map(|(keys, text)| {
                    view! {
                        <div>
                            <dt>
                                {keys
                                    .iter()
                                    .map(|key| view! { <kbd dir="ltr">{*key}</kbd> })
                                    .collect_view()}
                            </dt>
                            <dd>{text}</dd>
                        </div>
                    }
                })
                .collect_view()}
        </dl>
    }
}
