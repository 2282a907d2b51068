//! One sale on the phone: what is on it, what is due, and the end of it: paid here, or finished
//! somewhere else meanwhile.
//!
//! It must not know how money is typed in.

use super::notes::currency;
use super::tender::{Paid, TakeMoney};
use crate::i18n::t;
use crate::platform::intl;
use crate::replica::{Replica, SaleView};
use crate::routes::{Address, Navigator};
use crate::ui::{Button, EmptyState, Icon, Look, Money, ScreenTitle, icon};
use leptos::prelude::*;
use sale::SaleId;
use std::sync::Arc;

fn to_list(navigator: Navigator) -> Callback<()> {
    Callback::new(move |()| navigator.go(Address::at(&["pay"])))
}

/// The screen.
#[component]
pub fn Bill(id: SaleId) -> impl IntoView {
    let sale = Replica::expect().sale(id);
    let paid = RwSignal::new(None::<Paid>);
    let open = Memo::new(move |_| sale.get().filter(|view| view.sale.is_open()));
    let busy = RwSignal::new(false);
    // While the money is taken here, it is this phone that closes the sale.
    let here = Memo::new(move |_| busy.get() || open.with(Option::is_some));
    view! {
        {move || match (paid.get(), here.get()) {
            (Some(paid), _) => view! { <PaidScreen paid /> }.into_any(),
            (None, true) => view! { <Review open paid busy /> }.into_any(),
            (None, false) => view! { <Gone /> }.into_any(),
        }}
    }
}

#[component]
fn Review(
    open: Memo<Option<Arc<SaleView>>>,
    paid: RwSignal<Option<Paid>>,
    busy: RwSignal<bool>,
) -> impl IntoView {
    let navigator = Navigator::get();
    let words = t().pay;
    let money = currency(Replica::expect());
    let title = Signal::derive(move || {
        open.with(|open| open.as_ref().map(|view| view.sale.title().to_owned()))
            .unwrap_or_else(|| words.title.to_owned())
    });
    let due = Signal::derive(move || {
        open.with(|open| {
            open.as_ref()
                .map_or(sale::Money::ZERO, |view| view.totals.due)
        })
    });
    let line = move |word: String, amount: sale::Money| {
        view! {
            <div class="bill-sum">
                <dt>{word}</dt>
                <dd><Money amount=amount currency=money /></dd>
            </div>
        }
    };
    let sums = move |view: &SaleView| {
        let totals = &view.totals;
        let mut sums = vec![line(words.subtotal.to_owned(), totals.subtotal)];
        if totals.discount != sale::Money::ZERO {
            sums.push(line(words.discount.to_owned(), -totals.discount));
        }
        for tax in totals
            .taxes
            .iter()
            .filter(|tax| tax.amount != sale::Money::ZERO)
        {
            let word = match tax.included {
                true => words.tax_included(&tax.name),
                false => tax.name.clone(),
            };
            sums.push(line(word, tax.amount));
        }
        sums.push(line(words.total.to_owned(), totals.total));
        if totals.paid != sale::Money::ZERO {
            sums.push(line(words.paid.to_owned(), totals.paid));
        }
        sums
    };
    view! {
        <main id="content" tabindex="-1" class="phone-main">
            <div class="bill-head">
                <Button
                    look=Look::Quiet
                    large=true
                    picture=Icon::Back
                    on_press=to_list(navigator)
                >
                    {t().common.back}
                </Button>
                <ScreenTitle title=title />
            </div>
            <p class="bill-due" data-testid="pay-due">
                <span>{words.due}</span>
                <Money amount=due currency=money />
            </p>
            <TakeMoney open paid busy />
            <section class="bill" aria-label=words.items>
                <ul class="bill-lines">
                    {move || {
                        open.with(|open| {
                            open.iter()
                                .flat_map(|view| view.sale.standing_lines())
                                .map(|line| {
                                    view! {
                                        <li>
                                            <span>
                                                {intl::quantity(line.quantity)} " × " {line.name.clone()}
                                            </span>
                                            <Money amount=line.amount() currency=money />
                                        </li>
                                    }
                                })
                                .collect_view()
                        })
                    }}
                </ul>
                <dl class="bill-sums">
                    {move || open.with(|open| open.as_ref().map(|view| sums(view)))}
                </dl>
            </section>
        </main>
    }
}

#[component]
fn PaidScreen(paid: Paid) -> impl IntoView {
    let navigator = Navigator::get();
    let words = t().pay;
    let money = currency(Replica::expect());
    view! {
        <main id="content" tabindex="-1" class="pay-done" data-testid="pay-done">
            <span class="pay-done-mark">{icon(Icon::Success)}</span>
            <ScreenTitle title=words.done_title />
            <p><bdi>{paid.title}</bdi> " · " <Money amount=paid.total currency=money /></p>
            <p class="pay-done-back">
                <span>{words.give_back}</span>
                <strong data-testid="change-due">
                    <Money amount=paid.change currency=money />
                </strong>
            </p>
            <Button large=true wide=true test_id="pay-next" on_press=to_list(navigator)>
                {words.next}
            </Button>
        </main>
    }
}

#[component]
fn Gone() -> impl IntoView {
    let navigator = Navigator::get();
    let words = t().pay;
    view! {
        <main id="content" tabindex="-1" class="phone-main" data-testid="pay-gone">
            <ScreenTitle title=words.gone_title hidden=true />
            <EmptyState picture=Icon::Info title=words.gone_title text=words.gone>
                <Button look=Look::Primary large=true on_press=to_list(navigator)>
                    {words.all_sales}
                </Button>
            </EmptyState>
        </main>
    }
}
