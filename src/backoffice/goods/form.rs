//! One product in its drawer: every field, what is wrong beside it, and the history of its price.
//!
//! It must not know the list.

use super::draft::{Draft, fault_text, field_text, rebased};
use super::fetched::Fetched;
use super::looks::{Colours, PictureField};
use super::parts::tax_text;
use super::place::{GoodsPlace, Looked};
use super::prices::Prices;
use crate::api::goods as api;
use crate::i18n::t;
use crate::platform::ids::new_uuid;
use crate::replica::Replica;
use crate::routes::Navigator;
use crate::ui::{
    Banner, Button, Choice, Drawer, ErrorState, Icon, Look, Select, Skeleton, Switch, TextField,
    Toast, Toasts, Tone,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Currency, Product, ProductId};
use sync::api::goods::{PriceEntry, ProductDetail, ProductEdit, ProductEdited, SameBarcode};

/// Most letters of a name, and of a short text.
const MOST_NAME: u32 = 120;
const MOST_SHORT: u32 = 60;

/// What is known of the product and what is done with it. Cheap to copy.
#[derive(Clone, Copy)]
struct Editing {
    id: ProductId,
    draft: Draft,
    seen: RwSignal<Option<Product>>,
    prices: RwSignal<Vec<PriceEntry>>,
    same: RwSignal<Vec<SameBarcode>>,
    failed: RwSignal<Option<String>>,
    ready: RwSignal<bool>,
    busy: RwSignal<bool>,
    toasts: Toasts,
    navigator: Navigator,
}

impl Editing {
    fn take(self, detail: ProductDetail, currency: &Currency) {
        self.draft.show(&detail.product, currency);
        self.draft.wrong.update(std::collections::BTreeMap::clear);
        self.prices.set(detail.prices);
        self.same.set(detail.same_barcode);
        self.seen.set(Some(detail.product));
        self.failed.set(None);
        self.ready.set(true);
    }

    fn load(self, currency: Currency) {
        spawn_local(async move {
            let answer = api::product(self.id).await;
            if self.ready.try_get_untracked().is_none() {
                return;
            }
            match answer {
                Ok(detail) => self.take(detail, &currency),
                Err(error) => self.failed.set(Some(error.text())),
            }
        });
    }
}

/// The drawer of a product, or of a new one.
#[component]
pub fn ProductDrawer(looked: Looked, fetched: Fetched, on_close: Callback<()>) -> impl IntoView {
    let words = t().goods;
    let store = Replica::expect().store();
    let (id, new) = match looked {
        Looked::New => (ProductId(new_uuid()), true),
        Looked::Product(id) => (id, false),
    };
    let editing = Editing {
        id,
        draft: Draft::new(),
        seen: RwSignal::new(None),
        prices: RwSignal::new(Vec::new()),
        same: RwSignal::new(Vec::new()),
        failed: RwSignal::new(None),
        ready: RwSignal::new(new),
        busy: RwSignal::new(false),
        toasts: Toasts::get(),
        navigator: Navigator::get(),
    };
    let currency =
        Memo::new(move |_| store.with(|store| store.as_ref().map(|store| store.currency.clone())));
    Effect::new(move |_| {
        if let Some(currency) = currency.get()
            && !new
        {
            editing.load(currency);
        }
    });
    let title = Signal::derive(move || {
        let name = editing
            .seen
            .with(|seen| seen.as_ref().map(|seen| seen.name.clone()));
        name.unwrap_or_else(|| if new { words.add } else { words.product }.to_owned())
    });
    let state = Memo::new(move |_| {
        (
            editing.failed.get(),
            editing.ready.get() && currency.with(Option::is_some),
        )
    });
    view! {
        <Drawer title=title test_id="product-drawer" on_close=on_close>
            {move || match state.get() {
                (Some(text), _) => {
                    let retry = move || {
                        if let Some(currency) = currency.get_untracked() {
                            editing.load(currency);
                        }
                    };
                    view! { <ErrorState title=words.failed text=text on_retry=retry /> }.into_any()
                }
                (None, false) => view! { <Skeleton count=6 /> }.into_any(),
                (None, true) => {
                    view! { <Form editing=editing currency=currency fetched=fetched on_close=on_close /> }
                        .into_any()
                }
            }}
        </Drawer>
    }
}

fn save(editing: Editing, currency: &Currency, on_close: Callback<()>) {
    let (words, toasts, navigator) = (t().goods, editing.toasts, editing.navigator);
    let seen = editing.seen.get_untracked();
    let Some(wanted) = editing.draft.product(editing.id, currency) else {
        return;
    };
    let (new, currency) = (seen.is_none(), currency.clone());
    editing.busy.set(true);
    let edit = ProductEdit { seen, wanted };
    spawn_local(async move {
        let answer = api::edit_product(&edit).await;
        let there = editing.busy.try_set(false).is_none();
        match answer {
            Ok(ProductEdited::Done(detail)) => {
                toasts.show(Toast::done(words.saved(detail.product.name.clone())));
                if !there {
                    return;
                }
                let warned = !detail.same_barcode.is_empty();
                editing.take(*detail, &currency);
                match (new, warned) {
                    (true, true) => {
                        let looked = Some(Looked::Product(editing.id));
                        let place = GoodsPlace {
                            looked,
                            ..GoodsPlace::default()
                        };
                        navigator.replace(place.address());
                    }
                    (true, false) => {
                        on_close.try_run(());
                    }
                    (false, _) => {}
                }
            }
            Ok(ProductEdited::ChangedMeanwhile { now, fields }) if there => {
                let seen = edit.seen.as_ref().unwrap_or(&edit.wanted);
                if let Some(rebased) = rebased(seen, &edit.wanted, &now) {
                    editing.draft.show(&rebased, &currency);
                }
                let wrong = fields.iter().map(|field| {
                    let text = field_text(&now, field, &currency);
                    let text = match text.is_empty() {
                        true => words.meanwhile_field.to_owned(),
                        false => words.meanwhile_to(text),
                    };
                    (field.clone(), text)
                });
                editing.draft.wrong.set(wrong.collect());
                // Who saves again has seen it.
                editing.seen.set(Some(*now));
            }
            Ok(ProductEdited::Wrong(faults)) if there => {
                let wrong = faults.into_iter().map(|f| (f.field, fault_text(f.fault)));
                editing.draft.wrong.set(wrong.collect());
            }
            Ok(_) => {}
            Err(error) => toasts.show(Toast::failed(error.text())),
        }
    });
}

#[component]
fn Form(
    editing: Editing,
    currency: Memo<Option<Currency>>,
    fetched: Fetched,
    on_close: Callback<()>,
) -> impl IntoView {
    let (words, draft) = (t().goods, editing.draft);
    let store = Replica::expect().store();
    let hint = Signal::derive(move || {
        let code = currency.with(|c| c.as_ref().map(|c| c.code.clone()));
        Some(code.unwrap_or_default())
    });
    let contested = Memo::new(move |_| editing.draft.wrong.with(|wrong| !wrong.is_empty()));
    let rates = Memo::new(move |_| {
        let listed = store.with(|s| s.as_ref().map(|s| s.goods.tax_rates.clone()));
        let mut rates = listed.unwrap_or_default();
        // A rate that the list has no more is still the product's.
        draft.taxes.with(|taxes| {
            rates.extend(
                taxes
                    .iter()
                    .filter(|t| !rates.contains(t))
                    .cloned()
                    .collect::<Vec<_>>(),
            )
        });
        rates
    });
    let groups = Memo::new(move |_| {
        let groups = store.with(|s| s.as_ref().map(|s| s.goods.modifier_groups.clone()));
        groups.unwrap_or_default()
    });
    let categories = move || {
        fetched.categories.with(|all| {
            all.iter()
                .map(|c| view! { <option value=c.name.clone()></option> })
                .collect_view()
        })
    };
    view! {
        <form
            class="form product-form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                if let Some(currency) = currency.get_untracked()
                    && !editing.busy.get_untracked()
                {
                    save(editing, &currency, on_close);
                }
            }
        >
            <Show when=move || contested.get()>
                <p class="form-wrong" role="alert" data-testid="product-wrong">{words.look_again}</p>
            </Show>
            <Show when=move || !editing.same.with(Vec::is_empty)>
                <Banner
                    tone=Tone::Caution
                    picture=Icon::Warning
                    text=Signal::derive(move || {
                        editing
                            .same
                            .with(|same| {
                                same.first().map(|s| words.same_barcode(s.barcode.clone(), s.name.clone()))
                            })
                            .unwrap_or_default()
                    })
                />
            </Show>
            <PictureField draft=draft />
            <TextField label=words.name value=draft.name error=draft.wrong("name") most=MOST_NAME test_id="product-name" />
            <div class="form-two">
                <TextField label=words.price value=draft.price inputmode="decimal" hint=hint error=draft.wrong("price") test_id="product-price" />
                <TextField label=words.code value=draft.code error=draft.wrong("code") most=MOST_SHORT test_id="product-code" />
            </div>
            <div class="form-switches">
                <Switch label=words.open_price on=draft.open_price test_id="product-open-price" on_switch=move |on| draft.open_price.set(on) />
                <Switch label=words.on_sale on=Signal::derive(move || !draft.off_sale.get()) test_id="product-on-sale" on_switch=move |on: bool| draft.off_sale.set(!on) />
            </div>
            <TextField label=words.category value=draft.category error=draft.wrong("category") most=MOST_SHORT list="goods-categories" test_id="product-category" />
            <datalist id="goods-categories">{categories}</datalist>
            <TextField label=words.barcodes value=draft.barcodes hint=Some(words.barcodes_hint.to_owned()) error=draft.wrong("barcodes") test_id="product-barcodes" />
            <fieldset class="choices">
                <legend>{words.taxes}</legend>
                {move || rates.get().into_iter().map(|rate| {
                    let (mine, text) = (rate.clone(), tax_text(&rate));
                    let on = Signal::derive(move || draft.taxes.with(|taxes| taxes.contains(&mine)));
                    view! {
                        <Tick text=text on=on on_turn=move |()| draft.taxes.update(|taxes| turn(taxes, &rate)) />
                    }
                }).collect_view()}
                <p class="field-note"><span>{move || draft.wrong.with(|wrong| wrong.get("taxes").cloned())}</span></p>
            </fieldset>
            <Show when=move || !groups.with(Vec::is_empty)>
                <fieldset class="choices">
                    <legend>{words.groups}</legend>
                    {move || groups.get().into_iter().map(|group| {
                        let id = group.id;
                        let on = Signal::derive(move || draft.groups.with(|groups| groups.contains(&id)));
                        view! {
                            <Tick text=group.name on=on on_turn=move |()| draft.groups.update(|groups| turn(groups, &id)) />
                        }
                    }).collect_view()}
                </fieldset>
            </Show>
            <div class="form-two">
                <TextField label=words.unit value=draft.unit hint=Some(words.unit_hint.to_owned()) error=draft.wrong("measure") most=12 test_id="product-unit" />
                <Select
                    label=words.decimals
                    choices=Signal::stored((0..=3).map(|n: u8| Choice { value: n.to_string(), text: n.to_string() }).collect::<Vec<_>>())
                    value=draft.decimals
                    on_choose=move |decimals| draft.decimals.set(decimals)
                />
            </div>
            <div class="form-two">
                <TextField label=words.station value=draft.station error=draft.wrong("kitchen_station") most=MOST_SHORT test_id="product-station" />
                <TextField label=words.favourite value=draft.favourite inputmode="numeric" hint=Some(words.favourite_hint.to_owned()) error=draft.wrong("favourite") test_id="product-favourite" />
            </div>
            <Colours draft=draft />
            <Prices prices=editing.prices />
            <div class="form-foot">
                <Button on_press=on_close>{t().common.cancel}</Button>
                <Button look=Look::Primary submit=true busy=editing.busy test_id="product-save">
                    {words.save}
                </Button>
            </div>
        </form>
    }
}

/// Puts something in, or takes it out.
fn turn<T: Clone + PartialEq>(all: &mut Vec<T>, one: &T) {
    match all.iter().position(|there| there == one) {
        Some(at) => drop(all.remove(at)),
        None => all.push(one.clone()),
    }
}

/// Something to tick.
#[component]
pub fn Tick(
    #[prop(into)] text: String,
    #[prop(into)] on: Signal<bool>,
    #[prop(optional)] test_id: Option<&'static str>,
    #[prop(into)] on_turn: Callback<()>,
) -> impl IntoView {
    view! {
        <label class="check check-text">
            <input type="checkbox" data-testid=test_id prop:checked=move || on.get() on:change=move |_| on_turn.run(()) />
            <span>{text}</span>
        </label>
    }
}
