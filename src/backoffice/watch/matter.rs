//! One matter: what it says, who looks after it, and how it ended.
//!
//! It must not know the list.

use super::state::Watching;
use super::words;
use crate::backoffice::facts::Facts;
use crate::backoffice::places::sale_address;
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::platform::intl::Shown;
use crate::replica::Replica;
use crate::ui::{Button, Icon, ago_text, icon};
use leptos::prelude::*;
use sale::{EmployeeId, SaleId};
use sync::api::watch::{WatchDeed, WatchKind, WatchMatter};
use uuid::Uuid;

/// Who looks after something.
pub(super) fn looked_after(facts: Facts, by: Option<EmployeeId>) -> String {
    match by {
        Some(by) => t().watch.by(facts.employee(by)),
        None => t().watch.nobody.to_owned(),
    }
}

/// The buttons by which somebody looks after a matter, or leaves it to others.
#[component]
pub(super) fn Take(
    /// What it is about.
    about: (WatchKind, Uuid),
    /// Who looks after it now.
    #[prop(into)]
    by: Signal<Option<EmployeeId>>,
) -> impl IntoView {
    let words = t().watch;
    let watching = Watching::get();
    let me = Replica::expect().signed_in();
    let is_mine = Memo::new(move |_| {
        let me = me.with(|me| me.as_ref().map(|me| me.id));
        me.is_some() && by.get() == me
    });
    let act = move |deed: WatchDeed| {
        if let Some(watching) = watching {
            watching.act(about, deed, None);
        }
    };
    move || match is_mine.get() {
        true => view! {
            <Button test_id="watch-release" on_press=move || act(WatchDeed::Release)>
                {words.release}
            </Button>
        }
        .into_any(),
        false => view! {
            <Button
                picture=Icon::Person
                test_id="watch-take"
                on_press=move || act(WatchDeed::Take)
            >
                {words.take}
            </Button>
        }
        .into_any(),
    }
}

/// One matter that is open.
#[component]
pub(super) fn OpenMatter(
    /// It, as it was found first.
    one: WatchMatter,
    /// Set to what is to be ended.
    ending: RwSignal<Option<(WatchKind, Uuid)>>,
) -> impl IntoView {
    let words = t().watch;
    let (replica, facts, now) = (Replica::expect(), Facts::get(), Clock::now());
    let about = (one.kind, one.subject);
    let known = Watching::get().map(|watching| watching.matter(one.kind, one.subject));
    let first = StoredValue::new(one.clone());
    let matter = Memo::new(move |_| {
        let fresh = known.and_then(|known| known.get());
        fresh.unwrap_or_else(|| first.get_value())
    });
    let by = Memo::new(move |_| matter.with(|one| one.taken_by));
    let sentence = move || {
        let told = matter.with(|one| words::sentence(replica, facts, one, now.get()));
        told.unwrap_or_else(|| words.old_sale_gone.to_owned())
    };
    let (href, way) = match one.kind {
        WatchKind::OldSale => (sale_address(SaleId(one.subject)).to_string(), words.to_sale),
        WatchKind::Voids => (
            format!("/backoffice/sales?status=voided&employee={}", one.subject),
            t().backoffice.sales,
        ),
        _ => ("/backoffice/registers".to_owned(), words.to_registers),
    };
    let opened_ms = one.opened_ms;
    view! {
        <li class="review" data-testid="matter" data-kind=one.kind.as_str()>
            <span class="review-picture">{icon(words::picture(one.kind))}</span>
            <div class="review-body">
                <h2>{words::title(one.kind)}</h2>
                <p class="review-what">{sentence}</p>
                <p class="review-below">
                    <span data-testid="matter-by">
                        {move || looked_after(facts, by.get())}
                    </span>
                    <span title=move || facts.time(opened_ms, Shown::Full)>
                        {move || words.since(ago_text(opened_ms, now.get()))}
                    </span>
                </p>
                <div class="review-ways">
                    <a class="link" href=href>
                        {way}
                        {icon(Icon::Forward)}
                    </a>
                    <Take about=about by=by />
                    <Button
                        picture=Icon::Check
                        test_id="watch-end"
                        on_press=move || ending.set(Some(about))
                    >
                        {words.end}
                    </Button>
                </div>
            </div>
        </li>
    }
}

/// One matter that has ended.
#[component]
pub(super) fn EndedMatter(
    /// It.
    one: WatchMatter,
) -> impl IntoView {
    let words = t().watch;
    let (replica, facts, now) = (Replica::expect(), Facts::get(), Clock::now());
    let end = one.ended.clone();
    let how = move || {
        end.as_ref().map(|end| match end.by {
            Some(by) => words.ended_by(&end.how, facts.employee(by)),
            None => words.ended_itself.to_owned(),
        })
    };
    let ended_ms = one.ended.as_ref().map_or(one.opened_ms, |end| end.at_ms);
    let by = one.taken_by;
    let kind = one.kind;
    let sentence = move || {
        let told = words::sentence(replica, facts, &one, now.get());
        told.unwrap_or_else(|| match kind {
            WatchKind::Review => words.review_gone.to_owned(),
            _ => words.old_sale_gone.to_owned(),
        })
    };
    view! {
        <li class="review is-ended" data-testid="ended-matter" data-kind=kind.as_str()>
            <span class="review-picture">{icon(words::picture(kind))}</span>
            <div class="review-body">
                <h2>{words::title(kind)}</h2>
                <p class="review-what">{sentence}</p>
                <p>{how}</p>
                <p class="review-below">
                    <span title=move || facts.time(ended_ms, Shown::Full)>
                        {move || ago_text(ended_ms, now.get())}
                    </span>
                    {by.map(|by| view! { <span>{move || words.by(facts.employee(by))}</span> })}
                </p>
            </div>
        </li>
    }
}
