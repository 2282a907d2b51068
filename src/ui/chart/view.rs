//! The view of a chart: its sentence, the drawing as wide as there is room, and what a pointer or a
//! key is on, shown beside it and said to screen readers. The arrow keys walk, Enter and a press
//! lead to what a point is made of.
//!
//! It must not know which kind of chart it is.

use super::drawing::{Anchor, Drawing, Frame, Shape, Step};
use crate::i18n::{spoken, t};
use crate::platform::{pointer, visible};
use crate::routes::Navigator;
use crate::ui::screen::Announcer;
use leptos::html;
use leptos::prelude::*;

/// How high a chart with axes is.
const HEIGHT: i64 = 240;
/// How wide it is taken to be before it is measured.
const WIDTH: i64 = 640;

/// A chart.
pub fn chart(
    // One of a kind on the page.
    id: String,
    // What it is of.
    title: Signal<String>,
    // What it shows, in one sentence.
    sentence: Signal<String>,
    draw: Callback<Frame, Drawing>,
) -> AnyView {
    let node = NodeRef::<html::Div>::new();
    let width = visible::width_of(node);
    let mirrored = spoken().is_right_to_left();
    let drawing = Memo::new(move |_| {
        draw.run(Frame {
            width: Some(width.get())
                .filter(|width| *width > 0)
                .unwrap_or(WIDTH),
            height: HEIGHT,
            mirrored,
        })
    });
    let here = RwSignal::new(None::<usize>);
    let spot = move || {
        let at = here.get()?;
        drawing.with(|drawing| drawing.spots.get(at).cloned())
    };
    let (navigator, announcer) = (Navigator::get(), Announcer::get());
    let open = move || {
        if let Some(way) = here.get_untracked().and_then(|at| {
            drawing.with_untracked(|drawing| drawing.spots.get(at).and_then(|s| s.way.clone()))
        }) {
            navigator.go(way);
        }
    };
    let walk = move |event: leptos::ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowLeft" => Step::Left,
            "ArrowRight" => Step::Right,
            "ArrowUp" => Step::Up,
            "ArrowDown" => Step::Down,
            "Home" => Step::First,
            "End" => Step::Last,
            "Enter" => return open(),
            "Escape" => return here.set(None),
            _ => return,
        };
        event.prevent_default();
        here.set(drawing.with_untracked(|d| d.step(here.get_untracked(), step)));
        if let (Some(announcer), Some(spot)) = (announcer, untrack(spot)) {
            announcer.tell(spot.tip);
        }
    };
    let point = move |event: leptos::ev::PointerEvent| {
        let found = pointer::within(&event).and_then(|(across, down)| {
            drawing.with_untracked(|d| d.spot_at(d.width * across / 1_000, d.height * down / 1_000))
        });
        if found != here.get_untracked() {
            here.set(found);
        }
    };
    let (sentence_id, hint_id) = (format!("{id}-says"), format!("{id}-keys"));
    let described = format!("{sentence_id} {hint_id}");
    view! {
        <figure class="chart">
            <figcaption class="chart-says" id=sentence_id>{move || sentence.get()}</figcaption>
            <p class="visually-hidden" id=hint_id>{t().reports.chart_keys}</p>
            <div class="chart-room" node_ref=node>
                <svg
                    id=id
                    class="chart-picture"
                    class:is-way=move || spot().is_some_and(|spot| spot.way.is_some())
                    role="img"
                    tabindex="0"
                    data-testid="chart"
                    aria-label=move || title.get()
                    aria-describedby=described
                    viewBox=move || drawing.with(|d| format!("0 0 {} {}", d.width, d.height))
                    on:keydown=walk
                    on:pointermove=point
                    on:pointerdown=point
                    on:pointerleave=move |_| here.set(None)
                    on:blur=move |_| here.set(None)
                    on:click=move |_| open()
                >
                    {move || {
                        spot()
                            .map(|spot| {
                                let area = spot.area;
                                view! {
                                    <rect
                                        class="chart-here"
                                        x=area.x
                                        y=area.y
                                        width=area.width
                                        height=area.height
                                        rx="4"
                                    />
                                }
                            })
                    }}
                    {move || drawing.with(|d| d.shapes.iter().map(shape).collect::<Vec<_>>())}
                </svg>
                {move || {
                    spot()
                        .map(|spot| {
                            let (wide, high) = drawing.with(|d| (d.width, d.height));
                            let middle = spot.area.x + spot.area.width / 2;
                            let across = middle * 100 / wide.max(1);
                            let down = spot.area.y.max(0) * 100 / high.max(1);
                            view! {
                                <div
                                    class="chart-tip"
                                    class:is-late=(across > 50)
                                    data-testid="chart-tip"
                                    aria-hidden="true"
                                    style:left=format!("{across}%")
                                    style:top=format!("{down}%")
                                >
                                    {spot.tip}
                                </div>
                            }
                        })
                }}
            </div>
        </figure>
    }
    .into_any()
}

fn shape(shape: &Shape) -> AnyView {
    match shape {
        Shape::Block(area, class) => view! {
            <rect
                class=*class
                x=area.x
                y=area.y
                width=area.width
                height=area.height
                rx="2"
            />
        }
        .into_any(),
        Shape::Path(path, class) => view! { <path class=*class d=path.clone() /> }.into_any(),
        Shape::Text { x, y, anchor, text } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            view! {
                <text class="chart-word" x=*x y=*y text-anchor=anchor>
                    {text.clone()}
                </text>
            }
            .into_any()
        }
    }
}
