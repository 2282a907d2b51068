//! Bringing goods in from a table, step by step: the file, its columns, the dry run, the writing.
//!
//! It must not know the list of goods.

use super::import_plan::PlanStep;
use super::importing::{Importing, Step};
use super::place::GoodsPlace;
use crate::api::goods as api;
use crate::i18n::t;
use crate::platform::files::Picked;
use crate::platform::intl;
use crate::ui::{Banner, Button, Choice, Icon, Look, ScreenTitle, Segmented, Select, Tone, icon};
use leptos::prelude::*;
use sync::api::goods::{Column, Decimal, ImportFound, ImportState, ImportStatus, TableReading};

/// The screen.
#[component]
pub fn ImportPage() -> impl IntoView {
    let words = t().goods;
    let importing = Importing {
        step: RwSignal::new(Step::File),
        failed: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    let failed = importing.failed;
    view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <ScreenTitle title=words.import_title />
                    <p class="page-hint">{words.import_hint}</p>
                </div>
                <div class="page-actions">
                    <a class="button button-secondary" href=GoodsPlace::PATH>
                        {icon(Icon::Back)}
                        <span>{words.title}</span>
                    </a>
                </div>
            </header>
            <Show when=move || failed.with(Option::is_some)>
                <Banner
                    tone=Tone::Bad
                    picture=Icon::Trouble
                    text=Signal::derive(move || failed.get().unwrap_or_default())
                />
            </Show>
            {move || match importing.step.get() {
                Step::File => view! { <FileStep importing /> }.into_any(),
                Step::Columns(found) => view! { <ColumnsStep importing found=*found /> }.into_any(),
                Step::Plan(id, plan) => view! { <PlanStep importing id plan=*plan /> }.into_any(),
                Step::Writing(status) => view! { <WritingStep importing status /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn FileStep(importing: Importing) -> impl IntoView {
    let words = t().goods;
    let choose = move |event: leptos::ev::Event| {
        if let Some(file) = Picked::from_event(&event) {
            importing.run(async move {
                api::open_table(&file)
                    .await
                    .map(|found| Step::Columns(Box::new(found)))
            });
        }
    };
    view! {
        <div class="state">
            <span class="state-picture">{icon(Icon::Upload)}</span>
            <h2 class="state-title">{words.choose_file}</h2>
            <p class="state-text">{words.choose_file_hint}</p>
            <div class="state-actions">
                <label class="button button-primary file" class:is-busy=move || importing.busy.get()>
                    <span>{words.choose_file}</span>
                    <input type="file" accept=".csv,.txt,.tsv,text/csv" data-testid="import-file" on:change=choose />
                </label>
            </div>
        </div>
    }
}

/// The word of a column, as the fields of a product are called.
pub fn column_word(column: Column) -> &'static str {
    let words = t().goods;
    match column {
        Column::Code => words.code,
        Column::Barcode => words.barcodes,
        Column::Name => words.name,
        Column::Category => words.category,
        Column::Price => words.price,
        Column::Tax => words.taxes,
        Column::KitchenStation => words.station,
        Column::Unit => words.unit,
        Column::OnSale => words.on_sale,
    }
}

const COLUMNS: [Column; 9] = [
    Column::Code,
    Column::Name,
    Column::Price,
    Column::Category,
    Column::Barcode,
    Column::Tax,
    Column::Unit,
    Column::KitchenStation,
    Column::OnSale,
];

fn choice(value: String, text: &str) -> Choice {
    Choice {
        value,
        text: text.to_owned(),
    }
}

#[component]
fn ColumnsStep(importing: Importing, found: ImportFound) -> impl IntoView {
    let words = t().goods;
    let id = found.id;
    let columns = RwSignal::new(found.reading.columns.clone());
    let decimal = RwSignal::new(found.reading.decimal);
    let choices = Signal::stored(
        std::iter::once(choice(String::new(), words.leave_out))
            .chain(
                (0_usize..)
                    .zip(COLUMNS)
                    .map(|(at, c)| choice(at.to_string(), column_word(c))),
            )
            .collect::<Vec<_>>(),
    );
    let delimiter = match found.delimiter {
        '\t' => words.tab.to_owned(),
        sign => sign.to_string(),
    };
    let about = words.found(delimiter, found.encoding.clone(), u64::from(found.rows));
    let has = move |column| columns.with(|columns| columns.contains(&Some(column)));
    let missing =
        Memo::new(
            move |_| match (has(Column::Name), has(Column::Code) || has(Column::Barcode)) {
                (false, false) => Some(words.column_missing(words.name)),
                _ => None,
            },
        );
    let twice = Memo::new(move |_| {
        columns.with(|columns| {
            let twice = |c: &Column| columns.iter().filter(|there| **there == Some(*c)).count() > 1;
            COLUMNS
                .iter()
                .any(twice)
                .then(|| words.column_twice.to_owned())
        })
    });
    let no_price = Memo::new(move |_| !has(Column::Price));
    let wrong = Memo::new(move |_| missing.get().or_else(|| twice.get()));
    let decimals = Signal::stored(vec![
        choice("point".to_owned(), "12.50"),
        choice("comma".to_owned(), "12,50"),
    ]);
    let go = move || {
        let reading = TableReading {
            columns: columns.get_untracked(),
            decimal: decimal.get_untracked(),
        };
        importing.run(async move {
            let plan = api::plan_import(id, &reading).await?;
            Ok(Step::Plan(id, Box::new(plan)))
        });
    };
    let samples = found.sample.clone();
    let rows: Vec<_> = found.heads.iter().cloned().enumerate().collect();
    let row = move |(at, head): (usize, String)| {
        let sample: Vec<String> = samples
            .iter()
            .filter_map(|row| row.get(at).filter(|cell| !cell.trim().is_empty()).cloned())
            .take(3)
            .collect();
        let value = Signal::derive(move || {
            let column = columns.with(|columns| columns.get(at).copied().flatten());
            let place = column.and_then(|column| COLUMNS.iter().position(|c| *c == column));
            place.map(|place| place.to_string()).unwrap_or_default()
        });
        let choose = move |place: String| {
            let column = place
                .parse()
                .ok()
                .and_then(|at: usize| COLUMNS.get(at).copied());
            columns.update(|columns| {
                if let Some(there) = columns.get_mut(at) {
                    *there = column;
                }
            });
        };
        let (label, name) = (words.column_of(head.clone()), head.clone());
        view! {
            <tr data-testid="import-column" data-head=head>
                <th scope="row" translate="no">{name}</th>
                <td class="cell-sample" translate="no">{sample.join(" · ")}</td>
                <td>
                    <Select label=label quiet=true choices=choices value=value on_choose=choose test_id="import-column-is" />
                </td>
            </tr>
        }
    };
    view! {
        <section class="import" data-testid="import-columns">
            <p class="import-about" data-testid="import-found">{about}</p>
            <Show when=move || found.remembered>
                <p class="import-about">{words.remembered}</p>
            </Show>
            <table class="table import-table">
                <thead>
                    <tr>
                        <th scope="col">{words.column}</th>
                        <th scope="col">{words.sample}</th>
                        <th scope="col">{words.stands_for}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
            <div class="import-decimal">
                <span>{if found.decimal_told { words.decimal_found } else { words.decimal_asked }}</span>
                <Segmented
                    label=words.decimal
                    choices=decimals
                    value=Signal::derive(move || {
                        match decimal.get() {
                            Decimal::Point => "point",
                            Decimal::Comma => "comma",
                        }
                            .to_owned()
                    })
                    test_id="import-decimal"
                    on_choose=move |word: String| {
                        decimal.set(if word == "comma" { Decimal::Comma } else { Decimal::Point });
                    }
                />
            </div>
            <Show when=move || wrong.with(Option::is_some)>
                <p class="form-wrong" role="alert">{move || wrong.get()}</p>
            </Show>
            <Show when=move || no_price.get()>
                <p class="import-about">{words.column_no_price}</p>
            </Show>
            <div class="import-foot">
                <Button on_press=move || importing.step.set(Step::File)>{words.other_file}</Button>
                <Button
                    look=Look::Primary
                    busy=importing.busy
                    disabled=Signal::derive(move || wrong.with(Option::is_some))
                    test_id="import-try"
                    on_press=go
                >
                    {words.try_import}
                </Button>
            </div>
        </section>
    }
}

#[component]
fn WritingStep(importing: Importing, status: ImportStatus) -> impl IntoView {
    let words = t().goods;
    let (done, all) = (u64::from(status.done), u64::from(status.all));
    let (picture, title, text) = match status.state {
        ImportState::Done => (
            Icon::Success,
            words.import_done(all),
            words.import_done_hint,
        ),
        ImportState::Failed => (
            Icon::Trouble,
            words.import_failed.to_owned(),
            words.import_failed_hint,
        ),
        ImportState::Undoing => (
            Icon::Undo,
            words.import_undoing.to_owned(),
            words.import_writing_hint,
        ),
        ImportState::Found | ImportState::Writing => (
            Icon::Sync,
            words.import_writing(intl::count(all), intl::count(done)),
            words.import_writing_hint,
        ),
    };
    let ended = matches!(status.state, ImportState::Done | ImportState::Failed);
    view! {
        <div class="state" role="status" data-testid="import-status" data-ended=ended.then_some("true")>
            <span class="state-picture">{icon(picture)}</span>
            <h2 class="state-title">{title}</h2>
            <Show when=move || !ended>
                <progress class="progress" max=all.to_string() value=done.to_string() aria-label=words.import_title></progress>
            </Show>
            <p class="state-text">{text}</p>
            <Show when=move || ended>
                <div class="state-actions">
                    <Button on_press=move || importing.step.set(Step::File)>{words.other_file}</Button>
                    <a class="button button-primary" href=GoodsPlace::PATH data-testid="import-end">
                        <span>{words.title}</span>
                    </a>
                </div>
            </Show>
        </div>
    }
}
