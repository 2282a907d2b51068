//! Where a store is, as it is told at its founding: what it takes money in, to which coin cash is
//! rounded, the clock on its wall, and what is spoken.

use chrono_tz::Tz;
use sale::{Currency, Money, Store};

/// What a store in no other place takes and shows.
const CURRENCY: &str = "GBP";
const TIME_ZONE: &str = "Europe/London";

/// What devices can speak, as tags.
pub(crate) const LANGUAGES: [&str; 4] = ["en", "fr", "es", "ar"];

/// Where a store is; what is left out is as in London.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Region {
    /// ISO 4217 code of the currency.
    pub currency: Option<String>,
    /// IANA name of the time zone.
    pub time_zone: Option<String>,
    /// The smallest coin in the currency's whole units, such as `0.05`; without it cash is not
    /// rounded (rule G4).
    pub cash_rounding: Option<String>,
    /// The hour at which a business day begins, 0 to 23; without it midnight.
    pub day_begins_hour: Option<u8>,
    /// What its devices speak unless somebody chose otherwise on one: `en`, `fr`, `es` or `ar`;
    /// without it what their browsers speak.
    pub language: Option<String>,
}

/// The same, as a store's row has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    pub currency: Currency,
    pub time_zone: String,
    pub cash_rounding: Money,
    pub day_begins_hour: u8,
    pub language: Option<String>,
}

impl Region {
    /// What it says, or what is the matter with it, in words.
    ///
    /// # Errors
    /// When the currency, the time zone, the coin or the language is none.
    pub(crate) fn placed(&self) -> Result<Placed, String> {
        let code = self.currency.as_deref().unwrap_or(CURRENCY);
        let currency = Currency::of_code(code)
            .ok_or_else(|| format!("the currency {code:?} is no ISO 4217 code, such as GBP"))?;
        let zone = self.time_zone.as_deref().unwrap_or(TIME_ZONE);
        zone.parse::<Tz>()
            .map_err(|_| format!("the time zone {zone:?} is not known; one is Europe/London"))?;
        let coin = self.cash_rounding.as_deref().unwrap_or("0");
        let cash_rounding = currency
            .parse(coin)
            .map_err(|why| format!("the smallest coin {coin:?} has {why}"))?;
        if cash_rounding < Money::ZERO || !cash_rounding.within_limit() {
            return Err(format!("the smallest coin {coin:?} is none"));
        }
        let day_begins_hour = self.day_begins_hour.unwrap_or(0);
        if day_begins_hour > 23 {
            return Err(format!("no day begins at {day_begins_hour} o'clock"));
        }
        let language = self.language.clone();
        if let Some(tag) = language.as_deref().filter(|tag| !LANGUAGES.contains(tag)) {
            let all = LANGUAGES.join(", ");
            return Err(format!(
                "the language {tag:?} is not spoken here; there are {all}"
            ));
        }
        Ok(Placed {
            currency,
            time_zone: zone.to_owned(),
            cash_rounding,
            day_begins_hour,
            language,
        })
    }

    /// Whether a store that is there already is in this place, as far as it was told.
    ///
    /// # Errors
    /// What of it is otherwise, in words.
    pub(crate) fn agrees(&self, store: &Store) -> Result<(), String> {
        let here = Region {
            currency: Some(store.currency.code.clone()),
            time_zone: Some(store.time_zone.clone()),
            cash_rounding: Some(store.currency.decimal(store.cash_rounding)),
            day_begins_hour: Some(store.day_begins_hour),
            language: store.language.clone(),
        };
        let told = Region {
            currency: self.currency.clone().or(here.currency),
            time_zone: self.time_zone.clone().or(here.time_zone),
            cash_rounding: self.cash_rounding.clone().or(here.cash_rounding),
            day_begins_hour: self.day_begins_hour.or(here.day_begins_hour),
            language: self.language.clone().or(here.language),
        };
        let placed = told.placed()?;
        let same = placed.currency == store.currency
            && placed.time_zone == store.time_zone
            && placed.cash_rounding == store.cash_rounding
            && placed.day_begins_hour == store.day_begins_hour
            && placed.language == store.language;
        match same {
            true => Ok(()),
            false => Err(format!(
                "the store {} is there already, with {} in {}, cash rounded to {}, days that \
                 begin at {} o'clock, speaking {}: leave out what differs, or use another data folder",
                store.name,
                store.currency.code,
                store.time_zone,
                store.currency.decimal(store.cash_rounding),
                store.day_begins_hour,
                store.language.as_deref().unwrap_or("what browsers speak")
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(currency: &str, time_zone: &str, coin: &str) -> Region {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Region {
            currency: some(currency),
            time_zone: some(time_zone),
            cash_rounding: some(coin),
            ..Region::default()
        }
    }

    #[test]
    fn a_store_speaks_one_of_the_languages_that_there_are() {
        let speaking = |tag: &str| Region {
            language: Some(tag.to_owned()),
            ..Region::default()
        };
        let french = speaking("fr").placed().unwrap();
        assert_eq!(french.language.as_deref(), Some("fr"));
        let why = speaking("tlh").placed().unwrap_err();
        assert!(why.contains("en, fr, es, ar"), "{why}");
    }

    #[test]
    fn a_place_is_what_its_words_say() {
        let placed = |currency, zone, coin| region(currency, zone, coin).placed();
        let swiss = placed("CHF", "Europe/Zurich", "0.05").unwrap();
        assert_eq!(
            (swiss.currency.exponent, swiss.cash_rounding),
            (2, Money(5))
        );
        let bahrain = placed("BHD", "Asia/Bahrain", "0.005").unwrap();
        assert_eq!((bahrain.currency.exponent, bahrain.cash_rounding.0), (3, 5));
        let plain = placed("", "", "").unwrap();
        assert_eq!(
            (plain.currency.code.as_str(), plain.cash_rounding.0),
            ("GBP", 0)
        );
        assert_eq!(plain.time_zone, "Europe/London");
        for (currency, zone, coin, why) in [
            ("yen", "", "", "no ISO 4217 code"),
            ("", "Europe/Lundon", "", "not known"),
            ("JPY", "", "0.5", "more decimals than JPY has (0)"),
            ("", "", "-0.05", "is none"),
            ("", "", "five", "no amount"),
        ] {
            let answer = placed(currency, zone, coin).unwrap_err();
            assert!(answer.contains(why), "{answer}");
        }
    }
}
