//! One sale in full, beside the list: what is on it, what was paid, what was done to it, and what
//! can be done about it. It follows every change as it happens.
//!
//! It must not know the list.

mod actions;
mod asked;
mod hand_over;
mod joined;
mod lines;
mod merge;
mod split;
mod steps;
mod then;
mod void;

pub use void::VoidForm;

use super::facts::Facts;
use super::places::sale_address;
use super::review::Matters;
use crate::api::ApiError;
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::platform::focus;
use crate::platform::intl::Shown;
use crate::platform::keyboard::{self, Press};
use crate::replica::{LinkState, Replica};
use crate::routes::Navigator;
use crate::ui::{AgeChip, Chip, Drawer, EmptyState, ErrorState, Icon, Skeleton, StatusChip, Tone};
use actions::Actions;
use asked::{Asked, Asking};
use joined::Joined;
use leptos::prelude::*;
use lines::{Lines, Payments};
use sale::{Review, SaleId};
use std::sync::Arc;
use steps::Steps;
use sync::device::SaleView;
use then::Moment;

/// One sale, in a drawer.
#[component]
pub fn SaleDrawer(
    /// Which.
    id: SaleId,
    /// Somebody wants it closed.
    on_close: Callback<()>,
) -> impl IntoView {
    let words = t().backoffice;
    let replica = Replica::expect();
    let (live, connection) = (replica.sale(id), replica.connection());
    let asking = Asking::of(id);
    let asked = asking.answer;
    let tries = RwSignal::new(0_u32);
    let version = Memo::new(move |_| live.with(|view| view.as_ref().map(|view| view.version)));
    let online = Memo::new(move |_| connection.get().link == LinkState::Online);
    let unsent = Memo::new(move |_| connection.get().waiting);
    let open_reviews = of_sale(replica, id);
    Effect::new(move |_| {
        // Whatever changes the sale adds to its history, what this browser sends included. Read, not
        // only tracked: a memo that nobody has read follows nothing.
        let _ = (version.get(), unsent.get(), online.get(), tries.get());
        open_reviews.with(|_| ());
        asking.ask();
    });
    let shown = Memo::new(move |_| {
        live.get().or_else(|| match asked.get() {
            Asked::Here(detail) => Some(Arc::new(SaleView::listed(
                detail.sale.clone(),
                detail.totals.clone(),
                detail.version,
            ))),
            _ => None,
        })
    });
    let title = Memo::new(move |_| {
        shown.with(|view| view.as_ref().map(|view| view.sale.title().to_owned()))
    });
    keyboard::on_key(Callback::new(move |press: Press| {
        let close = press.key == "Escape" && !press.in_dialog && !press.typing;
        if close {
            on_close.run(());
        }
        close
    }));
    if Navigator::get().has_moved() {
        request_animation_frame(|| focus::focus_id("drawer-title"));
    }
    // What somebody types stays, whatever the server answers meanwhile.
    let state = Memo::new(move |_| match (shown.with(Option::is_some), asked.get()) {
        (false, Asked::Failed(error)) => (false, Some(error)),
        (known, _) => (known, None),
    });
    view! {
        <Drawer
            title=Signal::derive(move || title.get().unwrap_or_else(|| words.column_sale.to_owned()))
            test_id="sale-drawer"
            on_close=on_close
        >
            {move || match state.get() {
                (true, _) => view! { <Known id=id shown=shown reviews=open_reviews asked=asked /> }.into_any(),
                (false, Some(ApiError::Refused { .. })) => {
                    view! {
                        <EmptyState
                            picture=Icon::Receipt
                            title=words.sale_gone_title
                            text=words.sale_gone
                        />
                    }
                        .into_any()
                }
                (false, Some(error)) => {
                    view! {
                        <ErrorState
                            title=words.sale_failed
                            text=error.text()
                            on_retry=move || tries.update(|tries| *tries = tries.wrapping_add(1))
                        />
                    }
                        .into_any()
                }
                (false, None) => view! { <Skeleton /> }.into_any(),
            }}
        </Drawer>
    }
}

/// The open reviews of a sale, and those that made it.
fn of_sale(replica: Replica, id: SaleId) -> Memo<Vec<Arc<Review>>> {
    let reviews = replica.reviews();
    Memo::new(move |_| {
        reviews.with(|all| {
            let of = all
                .iter()
                .filter(|review| review.sale_id == Some(id) || review.follow_up == Some(id));
            of.cloned().collect()
        })
    })
}

#[component]
fn Known(
    id: SaleId,
    shown: Memo<Option<Arc<SaleView>>>,
    reviews: Memo<Vec<Arc<Review>>>,
    asked: RwSignal<Asked>,
) -> impl IntoView {
    let words = t().backoffice;
    let matters = Matters::new();
    let moment = Moment::of(id);
    let is_now = Signal::derive(move || moment.chosen().is_none());
    // What is looked at: the sale now, or as it stood.
    let now = shown;
    let shown = Memo::new(move |_| moment.view().or_else(|| now.get()));
    let when_ms = Signal::derive(move || match asked.get() {
        Asked::Here(detail) => {
            let chosen = moment.chosen();
            let mut history = detail.history.iter();
            let entry = history.find(|entry| Some(entry.position) == chosen);
            entry.map(|entry| entry.server_ms)
        }
        _ => None,
    });
    let paid_at = Memo::new(move |_| {
        shown.with(|v| {
            let lease = v.as_ref().and_then(|v| v.paid_elsewhere.as_ref());
            lease.map(|lease| words.being_paid(&lease.place))
        })
    });
    let status = Memo::new(move |_| {
        shown.with(|v| v.as_ref().map_or(sale::Status::Open, |v| v.sale.status))
    });
    let waiting = Memo::new(move |_| shown.with(|v| v.as_ref().map_or(0, |v| v.waiting)));
    let only_here = Memo::new(move |_| shown.with(|v| v.as_ref().is_some_and(|v| v.only_here)));
    let opened = Memo::new(move |_| shown.with(|v| v.as_ref().map_or(0, |v| v.sale.opened_at_ms)));
    let reason = Memo::new(move |_| {
        shown.with(|view| {
            let closing = view.as_ref().and_then(|view| view.sale.closing.as_ref());
            closing.and_then(|closing| closing.reason.clone())
        })
    });
    let facts = Facts::get();
    view! {
        {moment.banner(when_ms)}
        <div class="sale-head">
            <StatusChip status=status />
            <Show when=move || status.get() == sale::Status::Open>
                <AgeChip since_ms=opened now=Clock::now() steps=facts.steps() />
            </Show>
            <Show when=move || paid_at.with(Option::is_some)>
                <Chip
                    tone=Tone::Info
                    picture=Icon::Card
                    text=Signal::derive(move || paid_at.get().unwrap_or_default())
                />
            </Show>
            <Show when=move || only_here.get()>
                <Chip tone=Tone::Caution picture=Icon::CloudOff text=words.only_here />
            </Show>
            <Show when=move || { waiting.get() > 0 }>
                <Chip
                    tone=Tone::Info
                    picture=Icon::Clock
                    text=Signal::derive(move || words.waiting_here(waiting.get()))
                />
            </Show>
        </div>
        {move || {
            reason
                .get()
                .map(|reason| {
                    view! { <p class="sale-reason">{words.void_reason_was(&reason)}</p> }
                })
        }}
        <Show when=move || !reviews.with(Vec::is_empty)>
            <ul class="reviews sale-reviews">
                // Drawn once: a card that is drawn anew under a finger loses the tap.
                <For
                    each=move || reviews.get()
                    key=|review| review.id
                    children=move |review| matters.card(&review, false)
                />
            </ul>
        </Show>
        <About shown=shown />
        <Lines shown=shown />
        <Payments shown=shown />
        <Show when=move || is_now.get()>
            <Joined shown=now />
        </Show>
        <Steps asked=asked moment=moment />
        <Show when=move || is_now.get()>
            <Actions shown=now matters=matters />
        </Show>
        {matters.dialogs()}
    }
}

/// What the sale is, beside what is on it.
#[component]
fn About(shown: Memo<Option<Arc<SaleView>>>) -> impl IntoView {
    let words = t().backoffice;
    let facts = Facts::get();
    let entries = Memo::new(move |_| {
        let Some(view) = shown.get() else {
            return Vec::new();
        };
        let sale = &view.sale;
        let mut entries = vec![
            (words.number, sale.number.clone()),
            (
                words.register,
                facts.place(sale.register_id, Some(sale.source)),
            ),
            (
                words.opened,
                facts.time(sale.opened_at_ms, Shown::DayAndTime),
            ),
            (words.opened_by, facts.employee(sale.opened_by)),
        ];
        let mut add = |name, value: Option<String>| {
            if let Some(value) = value {
                entries.push((name, value));
            }
        };
        let owner = (sale.owner != sale.opened_by).then(|| facts.employee(sale.owner));
        add(words.looked_after_by, owner);
        add(
            words.table,
            sale.table.as_ref().map(|table| table.name.clone()),
        );
        add(words.guests, sale.guests.map(|guests| guests.to_string()));
        add(
            words.customer,
            sale.customer.as_ref().map(|customer| customer.name.clone()),
        );
        add(words.note, sale.note.clone());
        entries
    });
    let follows = Memo::new(move |_| shown.with(|v| v.as_ref().and_then(|v| v.sale.follows)));
    view! {
        <dl class="about">
            {move || {
                entries
                    .get()
                    .into_iter()
                    .map(|(name, value)| {
                        view! {
                            <div>
                                <dt>{name}</dt>
                                <dd>{value}</dd>
                            </div>
                        }
                    })
                    .collect_view()
            }}
            {move || {
                follows
                    .get()
                    .map(|first| {
                        view! {
                            <div>
                                <dt>{words.follows}</dt>
                                <dd>
                                    <a class="link" href=sale_address(first).to_string() data-noscroll=true>
                                        {words.follows_hint}
                                    </a>
                                </dd>
                            </div>
                        }
                    })
            }}
        </dl>
    }
}
