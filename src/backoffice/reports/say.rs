//! Figures and what they are of, in words: what `docs/REPORTS.md` names by ids.
//!
//! It must not know charts, tables or addresses.

use super::super::facts::Facts;
use super::change::{Change, change};
use crate::i18n::t;
use crate::platform::intl::{self, Shown};
use crate::ui::age_text;
use sale::civil::Date;
use sale::{Money, Quantity, Source};
use sync::api::reports::{Dimension, Measure, ReportName, ReportRow, ReportSection, Unit};

/// What a report is called.
pub fn name(name: ReportName) -> &'static str {
    let words = t().reports;
    match name {
        ReportName::Home => t().home.title,
        ReportName::Open => words.open_now,
        ReportName::OverTime => words.over_time,
        ReportName::Takings => words.takings,
        ReportName::Exceptions => words.exceptions,
        ReportName::Sync => words.sync,
    }
}

/// What a report tells.
pub fn hint(name: ReportName) -> &'static str {
    let words = t().reports;
    match name {
        ReportName::Home | ReportName::Open => words.open_hint,
        ReportName::OverTime => words.over_time_hint,
        ReportName::Takings => words.takings_hint,
        ReportName::Exceptions => words.exceptions_hint,
        ReportName::Sync => words.sync_hint,
    }
}

/// A figure as people read it.
pub fn figure(facts: Facts, unit: Unit, value: Option<i64>) -> String {
    let Some(value) = value else {
        return t().common.unknown.to_owned();
    };
    match unit {
        Unit::Money => facts.money(Money(value)),
        Unit::Count => intl::quantity(Quantity::units(value)),
        Unit::Quantity => intl::quantity(Quantity(value)),
        Unit::DurationMs => age_text(0, value),
        Unit::BasisPoints => t()
            .reports
            .per_cent(intl::quantity(Quantity(value.saturating_mul(10)))),
    }
}

/// A figure as an axis says it: an amount without cents where it has none.
pub fn tick(facts: Facts, unit: Unit, value: i64) -> String {
    match unit {
        Unit::Money => facts.round_money(Money(value)),
        unit => figure(facts, unit, Some(value)),
    }
}

/// So many tenths of a per cent.
pub fn tenths(tenths: u64) -> String {
    let thousandths = i64::try_from(tenths.saturating_mul(100)).unwrap_or(i64::MAX);
    intl::quantity(Quantity(thousandths))
}

/// How a figure stands beside what it was; nothing where that has no meaning. Of `good` ones, more
/// is welcome and less is not; others are told without judging.
pub fn changed(
    now: Option<i64>,
    before: Option<i64>,
    good: bool,
) -> Option<(String, &'static str)> {
    let words = t().reports;
    match change(now, before) {
        Change::Unknown => None,
        Change::Same => Some((words.change_none.to_owned(), "change")),
        Change::More(by) if good => Some((words.change_more(tenths(by)), "change is-more")),
        Change::More(by) => Some((words.change_more(tenths(by)), "change")),
        Change::Less(by) if good => Some((words.change_less(tenths(by)), "change is-less")),
        Change::Less(by) => Some((words.change_less(tenths(by)), "change")),
    }
}

/// Whether more of a measure is welcome.
pub fn is_good(measure: &str) -> bool {
    matches!(
        measure,
        "sales" | "gross" | "net" | "total" | "average_sale" | "items" | "items_each" | "guests"
    )
}

/// What the rows of a dimension are called.
pub fn dimension(by: Dimension) -> &'static str {
    let (words, office) = (t().reports, t().backoffice);
    match by {
        Dimension::All => words.by_all,
        Dimension::Day => words.by_day,
        Dimension::Hour => words.by_hour,
        Dimension::Weekday => words.by_weekday,
        Dimension::Register => office.register,
        Dimension::Employee => office.column_employee,
        Dimension::Table => office.table,
        Dimension::Room => office.room,
        Dimension::Origin => words.by_origin,
        Dimension::Category => words.by_category,
        Dimension::Product => words.by_product,
        Dimension::Age => words.by_age,
        Dimension::Method => words.by_method,
        Dimension::Tax => words.by_tax,
        Dimension::Exception => words.by_exception,
    }
}

/// What a row is about: by the first dimension, or by the second.
pub fn key(facts: Facts, by: Dimension, row: &ReportRow, second: bool) -> String {
    let key = if second { &row.second } else { &row.key };
    let label = row.label.clone().filter(|_| !second);
    one_key(facts, by, key.as_deref(), label)
}

/// The same where there is room for a few letters only.
pub fn short_key(facts: Facts, by: Dimension, row: &ReportRow) -> String {
    let key = row.key.as_deref();
    match (by, key.and_then(|key| key.parse::<Date>().ok())) {
        (Dimension::Day, Some(date)) => intl::date(date, Shown::Day),
        (Dimension::Weekday, _) => weekday(key, Shown::Weekday),
        _ => one_key(facts, by, key, row.label.clone()),
    }
}

fn weekday(key: Option<&str>, shown: Shown) -> String {
    let day = key.and_then(|key| key.parse::<u32>().ok());
    // The first of January 2024 was a Monday.
    day.and_then(|day| Date::from_ymd_opt(2024, 1, day))
        .map_or_else(String::new, |date| intl::date(date, shown))
}

/// What one key stands for.
pub fn one_key(facts: Facts, by: Dimension, key: Option<&str>, label: Option<String>) -> String {
    let (words, common) = (t().reports, t().common);
    let Some(key) = key else {
        return match by {
            Dimension::All => words.by_all,
            Dimension::Register => t().backoffice.no_register,
            Dimension::Table => words.no_table,
            Dimension::Room => words.no_room,
            Dimension::Category => words.no_category,
            _ => common.unknown,
        }
        .to_owned();
    };
    let plain = || label.clone().unwrap_or_else(|| key.to_owned());
    match by {
        Dimension::Day => key
            .parse::<Date>()
            .map_or_else(|_| plain(), |date| intl::date(date, Shown::Date)),
        Dimension::Hour => key.parse().map_or_else(|_| plain(), intl::hour),
        Dimension::Weekday => weekday(Some(key), Shown::LongWeekday),
        Dimension::Register => label.unwrap_or_else(|| facts.place(key.parse().ok(), None)),
        Dimension::Employee => label.unwrap_or_else(|| {
            key.parse()
                .map_or_else(|_| key.to_owned(), |id| facts.employee(id))
        }),
        Dimension::Origin => match key {
            "Register" => facts.place(None, Some(Source::Register)),
            "Pay" => facts.place(None, Some(Source::Pay)),
            "BackOffice" => facts.place(None, Some(Source::BackOffice)),
            "Webstore" => facts.place(None, Some(Source::Webstore)),
            _ => plain(),
        },
        Dimension::Age => match key {
            "fresh" => words.age_fresh,
            "ageing" => words.age_ageing,
            "old" => words.age_old,
            "very_old" => words.age_very_old,
            _ => key,
        }
        .to_owned(),
        Dimension::Method => match key {
            "Cash" => common.method_cash.to_owned(),
            "Card" => common.method_card.to_owned(),
            _ => plain(),
        },
        Dimension::Tax => tax(key),
        Dimension::Exception => exception(key).to_owned(),
        _ => plain(),
    }
}

/// `VAT|2000|included` in words.
fn tax(key: &str) -> String {
    let mut parts = key.split('|');
    let (name, rate) = (parts.next().unwrap_or_default(), parts.next());
    let rate: i64 = rate.and_then(|rate| rate.parse().ok()).unwrap_or(0);
    let rate = t()
        .reports
        .per_cent(intl::quantity(Quantity(rate.saturating_mul(10))));
    let named = t().reports.tax_rate(name, rate);
    match parts.next() {
        Some("included" | "true") => t().backoffice.tax_included(named),
        _ => named,
    }
}

/// A kind of exception.
pub fn exception(kind: &str) -> &str {
    let words = t().reports;
    match kind {
        "void" => words.kind_void,
        "removed_line" => words.kind_removed,
        "lowered_price" => words.kind_lowered,
        "discount" => words.kind_discount,
        "refund" => words.kind_refund,
        "review" => words.kind_review,
        _ => kind,
    }
}

/// What a measure of a section is called.
pub fn measure(section: &ReportSection, measure: &Measure) -> String {
    let words = t().reports;
    let known = match measure.id.as_str() {
        "sales" => words.m_sales,
        "gross" if section.by == Dimension::Tax => words.m_gross,
        "gross" => words.m_full,
        "discounts" => words.m_discounts,
        "net" => words.m_net,
        "tax" => words.m_tax,
        "total" => words.m_total,
        "average_sale" => words.m_average,
        "items" => words.m_items,
        "guests" => words.m_guests,
        "quantity" => words.m_quantity,
        "value" => words.m_value,
        "paid" => words.m_paid,
        "due" => words.m_due,
        "part_paid" => words.m_part_paid,
        "amount" => words.m_amount,
        "tips" => words.m_tips,
        "tips_not_cash" => words.m_tips_not_cash,
        "rounding" => words.m_rounding,
        "refunds" => words.m_refunds,
        "count" => words.m_count,
        "saved" => words.m_saved,
        "closed" => words.m_closed,
        "voided" => words.m_voided,
        "merged" => words.m_merged,
        "split" => words.m_split,
        "handed_over" => words.m_handed_over,
        "open_sales" => words.m_open_sales,
        "open_value" => words.m_open_value,
        "p50_ms" => words.m_p50,
        "p90_ms" => words.m_p90,
        "late" => words.m_late,
        "late_closed" => words.m_late_closed,
        "late_total" => words.m_late_total,
        "average_count" => words.m_average_count,
        "average_value" => words.m_average_value,
        "live" => words.m_live,
        "silence_ms" => words.m_silence,
        "unsent" => words.m_unsent,
        "hand_overs" => words.m_hand_overs,
        "reviews" => words.m_reviews,
        // A newer server's.
        other => return other.replace('_', " "),
    };
    known.to_owned()
}

/// What the first or second column of a section's table is called.
pub fn column(section: &ReportSection, second: bool) -> &'static str {
    let words = t().reports;
    match (section.by, section.and_by, second) {
        (Dimension::Register, Some(Dimension::Register), false) => words.column_saved_on,
        (Dimension::Register, Some(Dimension::Register), true) => words.column_closed_on,
        (by, _, false) => dimension(by),
        (_, and_by, true) => dimension(and_by.unwrap_or(Dimension::All)),
    }
}

/// What a section is called that has no name of its own.
fn by(by: Dimension) -> &'static str {
    let words = t().reports;
    match by {
        Dimension::All => words.s_summary,
        Dimension::Day => words.t_day,
        Dimension::Hour => words.t_hour,
        Dimension::Weekday => words.t_weekday,
        Dimension::Register => words.t_register,
        Dimension::Employee => words.t_employee,
        Dimension::Table => words.t_table,
        Dimension::Room => words.t_room,
        Dimension::Origin => words.t_origin,
        Dimension::Category => words.t_category,
        Dimension::Product => words.t_product,
        Dimension::Age => words.t_age,
        Dimension::Method => words.s_tenders,
        Dimension::Tax => words.s_taxes,
        Dimension::Exception => words.t_exception,
    }
}

/// What a section is called.
pub fn section(section: &ReportSection) -> String {
    let words = t().reports;
    let named = match section.id.as_str() {
        "open_total" => words.s_summary,
        "saved_by_day" => words.s_came_and_went,
        "open_by_hour" => words.s_open_by_hour,
        "time_to_close_by_day" => words.s_time_to_close,
        "saved_on_closed_on" => words.s_saved_closed,
        "webstore_by_day" => words.m_webstore,
        "takings_by_weekday_hour" => words.s_week,
        "taxes" => words.s_taxes,
        "tenders" => words.s_tenders,
        "refunds_by_day" => words.m_refunds,
        "late_by_day" => words.s_late,
        "sync_by_register" => words.s_registers,
        _ => by(section.by),
    };
    named.to_owned()
}
