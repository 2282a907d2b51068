//! The tables of the store as they stand in its rooms, with the open sales on them; where they are
//! arranged (rule F8). What is done here is a draft until it is published.
//!
//! It must not know how a change reaches the registers.

mod draft;
mod form;
mod plan;
mod room;
mod spot;

use crate::i18n::t;
use crate::platform::leaving;
use crate::routes::{Address, Navigator, use_query};
use crate::ui::{Button, Choice, Dialog, EmptyState, Icon, Look, ScreenTitle, Segmented, icon};
use form::{Asked, TableDialog};
use leptos::prelude::*;
use plan::Plan;
use room::{AskedRoom, RoomDialog};
use sale::TableId;
use spot::TableSpot;

const TABLES: &str = "/backoffice/tables";

/// The tables, a room at a time.
#[component]
pub fn TablesPage() -> impl IntoView {
    let (words, more) = (t().backoffice, t().tables);
    let (plan, query, navigator) = (Plan::open(), use_query(), Navigator::get());
    let rooms = plan.rooms;
    let room = Memo::new(move |_| {
        let wanted = query.with(|query| query.get("room").map(str::to_owned));
        rooms.with(|rooms| {
            let wanted = wanted.filter(|wanted| rooms.contains(wanted));
            wanted.or_else(|| rooms.first().cloned())
        })
    });
    let to_room = Callback::new(move |room: String| {
        navigator.replace(Address::at(TABLES).with("room", Some(&room)));
    });
    let asked = RwSignal::new(None::<Asked>);
    let asked_room = RwSignal::new(None::<AskedRoom>);
    let leaving = RwSignal::new(None::<String>);
    leaving::ask_before(
        Signal::derive(move || plan.is_draft()),
        Callback::new(move |href| leaving.set(Some(href))),
    );
    let shown = move || room.get_untracked().unwrap_or_default();
    let ids = Memo::new(move |_| {
        let room = room.get();
        plan.tables.with(|tables| {
            let of_room = tables.iter().filter(|one| Some(&one.room) == room.as_ref());
            of_room.map(|one| one.id.0).collect::<Vec<_>>()
        })
    });
    let has_rooms = Memo::new(move |_| rooms.with(|rooms| !rooms.is_empty()));
    let is_first = Memo::new(move |_| rooms.with(|rooms| rooms.first().cloned()) == room.get());
    view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <ScreenTitle title=words.tables />
                    <p class="page-hint">{more.keys}</p>
                </div>
                <div class="page-actions">
                    <Button
                        picture=Icon::Plus
                        test_id="add-room"
                        on_press=move || asked_room.set(Some(AskedRoom::New))
                    >
                        {more.add_room}
                    </Button>
                    <Button
                        look=Look::Primary
                        picture=Icon::Plus
                        test_id="add-table"
                        on_press=move || asked.set(Some(Asked::New(shown())))
                    >
                        {words.add_table}
                    </Button>
                </div>
            </header>
            <DraftBar plan=plan />
            <Show
                when=move || has_rooms.get()
                fallback=move || {
                    view! {
                        <EmptyState
                            picture=Icon::Table
                            title=words.no_tables_title
                            text=words.no_tables
                        />
                    }
                }
            >
                <div class="room-bar">
                    <Segmented
                        label=more.room
                        choices=Signal::derive(move || choices(&rooms.get()))
                        value=Signal::derive(move || room.get().unwrap_or_default())
                        test_id="rooms"
                        on_choose=to_room
                    />
                    <Button
                        look=Look::Quiet
                        picture=Icon::Edit
                        test_id="rename-room"
                        on_press=move || asked_room.set(Some(AskedRoom::Rename(shown())))
                    >
                        {more.rename_room}
                    </Button>
                    <Show when=move || !is_first.get()>
                        <Button
                            look=Look::Quiet
                            picture=Icon::Back
                            test_id="room-earlier"
                            on_press=move || room::earlier(plan, &shown())
                        >
                            {move || more.room_up(named(room.get().unwrap_or_default()))}
                        </Button>
                    </Show>
                </div>
                <section
                    class="room"
                    aria-label=move || named(room.get().unwrap_or_default())
                >
                    <div class="room-floor" data-testid="room">
                        <For each=move || ids.get() key=|id| *id children=move |id| {
                                view! { <TableSpot id=TableId(id) plan=plan asked=asked /> }
                                    .into_any()
                            } />
                        <Show when=move || ids.with(Vec::is_empty)>
                            <EmptyState
                                picture=Icon::Table
                                title=more.room_empty
                                text=more.room_empty_hint
                            />
                        </Show>
                    </div>
                </section>
            </Show>
            <TableDialog asked=asked plan=plan on_room=to_room />
            <RoomDialog asked=asked_room plan=plan on_room=to_room />
            <OverlapDialog plan=plan />
            <LeaveDialog leaving=leaving />
        </div>
    }
}

/// What a room is called; where there is only one it may have no name.
fn named(room: String) -> String {
    match room.is_empty() {
        true => t().backoffice.one_room.to_owned(),
        false => room,
    }
}

fn choices(rooms: &[String]) -> Vec<Choice> {
    let choice = |room: &String| Choice {
        value: room.clone(),
        text: named(room.clone()),
    };
    rooms.iter().map(choice).collect()
}

/// That there is a draft, and what becomes of it.
#[component]
fn DraftBar(plan: Plan) -> impl IntoView {
    let words = t().tables;
    let count = Memo::new(move |_| u64::try_from(plan.changes().len()).unwrap_or(0));
    view! {
        <Show when=move || plan.is_draft()>
            <div class="draft-bar" role="status" data-testid="tables-draft">
                {icon(Icon::Edit)}
                <p>
                    <strong>{move || words.draft(count.get())}</strong>
                    <span>{words.draft_hint}</span>
                </p>
                <div class="draft-ways">
                    <Button
                        look=Look::Quiet
                        picture=Icon::Undo
                        test_id="tables-undo"
                        on_press=move || plan.undo()
                    >
                        {words.undo}
                    </Button>
                    <Button
                        look=Look::Quiet
                        test_id="tables-discard"
                        on_press=move || plan.discard()
                    >
                        {words.discard}
                    </Button>
                    <Button
                        look=Look::Primary
                        picture=Icon::Check
                        busy=plan.busy
                        disabled=Signal::derive(move || count.get() == 0)
                        test_id="tables-publish"
                        on_press=move || plan.publish()
                    >
                        {words.publish}
                    </Button>
                </div>
            </div>
        </Show>
    }
}

/// Whether something may stand on something else: it does once that was said.
#[component]
fn OverlapDialog(plan: Plan) -> impl IntoView {
    let words = t().tables;
    let wanted = plan.wanted;
    let leave = move || {
        if let Some(so) = wanted.get_untracked() {
            wanted.set(None);
            plan.put_there(&so.table, so.place);
        }
    };
    view! {
        <Dialog
            open=Signal::derive(move || wanted.with(Option::is_some))
            title=words.overlap_title
            test_id="overlap-dialog"
            on_close=move || wanted.set(None)
        >
            <p class="dialog-text" data-testid="overlap-said">
                {move || {
                    wanted
                        .with(|so| {
                            so.as_ref().map(|so| words.overlap_ask(&so.table.name, &so.other))
                        })
                }}
            </p>
            <div class="dialog-actions">
                <Button test_id="overlap-back" on_press=move || wanted.set(None)>
                    {words.overlap_back}
                </Button>
                <Button look=Look::Primary test_id="overlap-keep" on_press=leave>
                    {words.overlap_keep}
                </Button>
            </div>
        </Dialog>
    }
}

/// Asks before a draft is left behind.
#[component]
fn LeaveDialog(leaving: RwSignal<Option<String>>) -> impl IntoView {
    let words = t().tables;
    let navigator = Navigator::get();
    let leave = move || {
        if let Some(href) = leaving.get_untracked() {
            leaving.set(None);
            navigator.go(Address::read(&href));
        }
    };
    view! {
        <Dialog
            open=Signal::derive(move || leaving.with(Option::is_some))
            title=words.leave_title
            test_id="leave-dialog"
            on_close=move || leaving.set(None)
        >
            <p class="dialog-text">{words.leave}</p>
            <div class="dialog-actions">
                <Button on_press=move || leaving.set(None)>{words.stay}</Button>
                <Button look=Look::Primary test_id="leave-confirm" on_press=leave>
                    {words.leave_it}
                </Button>
            </div>
        </Dialog>
    }
}
