//! What is typed in the first run, kept over a reload; secrets are kept in memory alone.
//!
//! It must not know the screens.

use crate::backoffice::problems::Problems;
use crate::i18n::t;
use crate::platform::{intl, location, storage};
use leptos::prelude::*;
use sale::{Currency, Exceptions, Role};
use serde::{Deserialize, Serialize};
use sync::api::people::NewEmployee;
use sync::api::settings::{FirstGoods, FirstProduct, NewShop};

const KEPT: &str = "first-run";

/// Where somebody is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// A shop of their own, or the demonstration.
    #[default]
    Choose,
    /// Who owns it.
    You,
    /// What it is.
    Shop,
    /// What it sells.
    Goods,
    /// Who works there.
    People,
}

impl Step {
    /// How many there are, the first register among them.
    pub const COUNT: u8 = 5;
    const ALL: [Step; 5] = [
        Step::Choose,
        Step::You,
        Step::Shop,
        Step::Goods,
        Step::People,
    ];

    /// Its number, from one on; nought before the first.
    pub fn number(self) -> u8 {
        let at = Step::ALL.iter().position(|step| *step == self);
        at.and_then(|at| u8::try_from(at).ok()).unwrap_or(0)
    }

    /// The one before.
    pub fn before(self) -> Step {
        let at = usize::from(self.number().saturating_sub(1));
        Step::ALL.get(at).copied().unwrap_or_default()
    }

    /// The one after.
    pub fn after(self) -> Step {
        let at = usize::from(self.number()).saturating_add(1);
        Step::ALL.get(at).copied().unwrap_or(Step::People)
    }
}

/// What is kept over a reload.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
struct Kept {
    step: Step,
    name: String,
    email: String,
    shop: String,
    currency: String,
    zone: String,
    language: String,
    register: String,
    goods: String,
    goods_typed: String,
}

/// What is typed. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The key of the server.
    pub key: StoredValue<String>,
    /// Where somebody is.
    pub step: RwSignal<Step>,
    /// The owner's name.
    pub name: RwSignal<String>,
    /// Their address.
    pub email: RwSignal<String>,
    /// Their password; not kept.
    pub password: RwSignal<String>,
    /// Their PIN; not kept.
    pub pin: RwSignal<String>,
    /// What the sign says.
    pub shop: RwSignal<String>,
    /// The currency's code.
    pub currency: RwSignal<String>,
    /// The time zone.
    pub zone: RwSignal<String>,
    /// The language's tag.
    pub language: RwSignal<String>,
    /// What the first register is called.
    pub register: RwSignal<String>,
    /// `sample`, `typed`, `table` or `none`.
    pub goods: RwSignal<String>,
    /// The goods, one on each line.
    pub goods_typed: RwSignal<String>,
    /// The cashiers, one on each line; with PINs, so not kept.
    pub people: RwSignal<String>,
    /// What is wrong.
    pub problems: Problems,
    /// Being founded.
    pub busy: RwSignal<bool>,
}

impl Draft {
    /// As it was left, with guesses of the browser's where nothing was.
    pub fn kept() -> Draft {
        let kept: Option<Kept> =
            storage::session_note(KEPT).and_then(|text| sync::codec::decode(&text).ok());
        let fresh = || Kept {
            currency: "EUR".to_owned(),
            zone: intl::time_zone(),
            register: t().first_run.register_first.to_owned(),
            goods: "sample".to_owned(),
            ..Kept::default()
        };
        let kept = kept.unwrap_or_else(fresh);
        Draft {
            key: StoredValue::new(location::fragment()),
            step: RwSignal::new(kept.step),
            name: RwSignal::new(kept.name),
            email: RwSignal::new(kept.email),
            password: RwSignal::new(String::new()),
            pin: RwSignal::new(String::new()),
            shop: RwSignal::new(kept.shop),
            currency: RwSignal::new(kept.currency),
            zone: RwSignal::new(kept.zone),
            language: RwSignal::new(kept.language),
            register: RwSignal::new(kept.register),
            goods: RwSignal::new(kept.goods),
            goods_typed: RwSignal::new(kept.goods_typed),
            people: RwSignal::new(String::new()),
            problems: Problems::new(),
            busy: RwSignal::new(false),
        }
    }

    /// Keeps what is typed, as it is typed.
    pub fn keep_up(self) {
        Effect::new(move |_| {
            let kept = Kept {
                step: self.step.get(),
                name: self.name.get(),
                email: self.email.get(),
                shop: self.shop.get(),
                currency: self.currency.get(),
                zone: self.zone.get(),
                language: self.language.get(),
                register: self.register.get(),
                goods: self.goods.get(),
                goods_typed: self.goods_typed.get(),
            };
            if let Ok(text) = sync::codec::encode(&kept) {
                storage::set_session_note(KEPT, Some(&text));
            }
        });
    }

    /// Lets go of what was typed.
    pub fn forget(self) {
        storage::set_session_note(KEPT, None);
        let _ = (
            self.password.try_set(String::new()),
            self.pin.try_set(String::new()),
        );
    }

    /// The shop that was typed; none when a line of it cannot be read, which is then said, or when
    /// the secrets went with a reload.
    pub fn shop(self) -> Option<NewShop> {
        let text = |signal: RwSignal<String>| signal.get_untracked().trim().to_owned();
        let some = |text: String| (!text.is_empty()).then_some(text);
        let words = t().first_run;
        if text(self.password).is_empty() || text(self.pin).is_empty() {
            let said = words.secrets_again.to_owned();
            self.problems.general.set(Some(said));
            self.step.set(Step::You);
            return None;
        }
        let currency = Currency::of_code(&text(self.currency).to_uppercase());
        let Some(currency) = currency else {
            self.problems
                .say("currency", t().store_settings.wrong_currency);
            self.step.set(Step::Shop);
            return None;
        };
        let goods = match text(self.goods).as_str() {
            "sample" => FirstGoods::Sample,
            "typed" => match typed_goods(&self.goods_typed.get_untracked(), &currency) {
                Ok(goods) => FirstGoods::Typed(goods),
                Err(line) => {
                    let said = words.goods_wrong(line.to_string());
                    self.problems.say("goods", said);
                    self.step.set(Step::Goods);
                    return None;
                }
            },
            _ => FirstGoods::None,
        };
        let people = match typed_people(&self.people.get_untracked()) {
            Ok(people) => people,
            Err(line) => {
                let said = words.people_wrong(line.to_string());
                self.problems.say("people", said);
                return None;
            }
        };
        Some(NewShop {
            owner: NewEmployee {
                email: some(text(self.email)),
                password: Some(self.password.get_untracked()),
                ..somebody(text(self.name), Role::BackOfficeManager, text(self.pin))
            },
            name: text(self.shop),
            currency: currency.code,
            time_zone: text(self.zone),
            language: some(text(self.language)),
            goods,
            people,
            register: text(self.register),
        })
    }
}

fn somebody(name: String, role: Role, pin: String) -> NewEmployee {
    NewEmployee {
        name,
        role,
        exceptions: Exceptions::new(),
        language: None,
        pin: Some(pin),
        email: None,
        password: None,
    }
}

/// The lines that say something, with their numbers from one on, cut at the last comma.
fn pairs(text: &str) -> impl Iterator<Item = (usize, Option<(&str, &str)>)> {
    let lines = (1..).zip(text.lines().map(str::trim));
    let filled = lines.filter(|(_, line)| !line.is_empty());
    filled.map(|(at, line)| {
        let pair = line.rsplit_once([',', ';', '\t', '،']);
        (at, pair.map(|(one, other)| (one.trim(), other.trim())))
    })
}

/// Goods as they are typed; the number of the first line that is none.
fn typed_goods(text: &str, currency: &Currency) -> Result<Vec<FirstProduct>, usize> {
    pairs(text)
        .map(|(at, pair)| {
            let (name, price) = pair.filter(|(name, _)| !name.is_empty()).ok_or(at)?;
            let price = currency.parse(price).map_err(|_| at)?;
            Ok(FirstProduct {
                name: name.to_owned(),
                price,
            })
        })
        .collect()
}

/// Cashiers as they are typed; the number of the first line that is none.
fn typed_people(text: &str) -> Result<Vec<NewEmployee>, usize> {
    pairs(text)
        .map(|(at, pair)| {
            let fits = |pin: &str| {
                (4..=12).contains(&pin.len()) && pin.bytes().all(|b| b.is_ascii_digit())
            };
            let pair = pair.filter(|(name, pin)| !name.is_empty() && fits(pin));
            let (name, pin) = pair.ok_or(at)?;
            Ok(somebody(name.to_owned(), Role::Cashier, pin.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_by_lines_is_read_or_its_line_named() {
        let euro = Currency::of_code("EUR").unwrap();
        let goods = typed_goods("Coffee, 2.50\n\n Tea, with milk; 3\n", &euro).unwrap();
        let read: Vec<_> = goods.iter().map(|g| (g.name.as_str(), g.price.0)).collect();
        assert_eq!(read, [("Coffee", 250), ("Tea, with milk", 300)]);
        assert_eq!(typed_goods("Coffee, 2.50\n\nTea", &euro), Err(3));
        assert_eq!(typed_goods("Coffee, two", &euro), Err(1));
        let people = typed_people("Sam, 1357").unwrap();
        assert_eq!(people[0].pin.as_deref(), Some("1357"));
        assert_eq!(typed_people("Sam, 13").unwrap_err(), 1);
    }

    #[test]
    fn steps_follow_each_other_both_ways() {
        assert_eq!(Step::Choose.after(), Step::You);
        assert_eq!(Step::People.before(), Step::Goods);
        assert_eq!(Step::You.before(), Step::Choose);
        assert_eq!(Step::Choose.before(), Step::Choose);
    }
}
