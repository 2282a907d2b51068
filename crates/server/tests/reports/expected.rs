//! The reports of days as they should be, from the sales that were replayed.

use super::asked::{Only, Place, Sections, finished, room, text, total};
use super::history::History;
use super::replayed::{Came, Stands};
use super::times;
use super::wall::hour_of;
use chrono::Datelike;

/// What the reports of days say, with the open sales at a moment.
pub fn sections(history: &History, place: &Place, only: &Only, now_ms: i64) -> Sections {
    let mut all = Sections::default();
    let within = |at_ms: i64| place.within(at_ms);
    let hour = |at_ms: i64| Some(hour_of(at_ms, place.zone).to_string());
    let category = |came: &Came| place.category(came);
    for sale in history.sales.values() {
        let merged = matches!(sale.stands, Stands::Merged(_));
        let Some(came) = place.came(sale, only) else {
            continue;
        };
        let value: i64 = came.iter().map(|line| line.net + line.tax()).sum();
        let mut put = |id, key: Option<String>, second, values: &[i64]| {
            all.add(id, (key, second), values);
        };
        if only.wants(sale.opened_on, sale.owner, sale) {
            if let Some(day) = within(sale.opened_ms) {
                let split = i64::from(sale.split);
                let values = [1 - split, 0, 0, 0, split, 0];
                put("saved_by_day", Some(day.to_string()), None, &values);
                if sale.origin == "Webstore" {
                    let values = [1 - split, 0, 0];
                    put("webstore_by_day", Some(day.to_string()), None, &values);
                }
            }
            if let Some(day) = sale.ended.and_then(|(at_ms, ..)| within(at_ms)) {
                let is = |stands: bool| i64::from(stands);
                let closed = is(sale.stands == Stands::Closed);
                let voided = is(sale.stands == Stands::Voided);
                let values = [0, closed, voided, is(merged), 0, 0];
                put("saved_by_day", Some(day.to_string()), None, &values);
                if sale.origin == "Webstore" {
                    let values = [0, closed, closed * value];
                    put("webstore_by_day", Some(day.to_string()), None, &values);
                }
            }
            if sale.stands == Stands::Open {
                let paid = if only.category.is_none() {
                    sale.paid()
                } else {
                    0
                };
                let values = [1, value, value - paid, paid, i64::from(paid != 0)];
                put("open_total", None, None, &values);
                let age = times::age(sale, place, now_ms).to_owned();
                put("open_by_age", Some(age), None, &values);
                put("open_by_register", text(sale.opened_on), None, &values);
                put("open_by_employee", text(Some(sale.owner)), None, &values);
                put("open_by_table", sale.table.clone(), None, &values);
                put("open_by_room", room(sale.table.as_ref()), None, &values);
                put(
                    "open_by_origin",
                    Some(sale.origin.to_owned()),
                    None,
                    &values,
                );
                for line in &came {
                    let values = [line.quantity, line.net + line.tax()];
                    put("open_by_product", text(line.product), None, &values);
                    put("open_by_category", category(line), None, &values);
                }
            }
        }
        if let (Stands::Closed, Some((at_ms, _, on))) = (sale.stands, sale.ended)
            && let Some(day) = within(at_ms)
            && only.wants(on, sale.owner, sale)
        {
            let sum = |of: fn(&Came) -> i64| came.iter().map(of).sum::<i64>();
            let guests = if only.category.is_none() {
                sale.guests
            } else {
                0
            };
            let values = [
                1,
                sum(|l| l.gross),
                sum(|l| l.discounts),
                sum(|l| l.net),
                sum(Came::tax),
                value,
                0,
                sum(|l| l.quantity),
                guests,
            ];
            put("takings_by_day", Some(day.to_string()), None, &values);
            put("takings_by_hour", hour(at_ms), None, &values);
            let weekday = day.weekday().number_from_monday().to_string();
            put(
                "takings_by_weekday_hour",
                Some(weekday),
                hour(at_ms),
                &values,
            );
            put("takings_by_register", text(on), None, &values);
            put("takings_by_employee", text(Some(sale.owner)), None, &values);
            put(
                "takings_by_origin",
                Some(sale.origin.to_owned()),
                None,
                &values,
            );
            put("takings_by_table", sale.table.clone(), None, &values);
            put("takings_by_room", room(sale.table.as_ref()), None, &values);
            put(
                "saved_on_closed_on",
                text(sale.opened_on),
                text(on),
                &[1, value],
            );
            for line in &came {
                let values = [
                    line.quantity,
                    line.gross,
                    line.discounts,
                    line.net,
                    line.tax(),
                ];
                put("takings_by_product", text(line.product), None, &values);
                put("takings_by_category", category(line), None, &values);
                for ((name, points, included), tax) in &line.taxes {
                    if only.category.is_none() {
                        let key = format!("{name}|{points}|{included}");
                        put("taxes", Some(key), None, &[line.net, *tax, line.net + tax]);
                    }
                }
            }
        }
        for tender in sale.tenders.iter().filter(|_| only.category.is_none()) {
            let Some(day) = within(tender.at_ms) else {
                continue;
            };
            if !only.wants(tender.on, tender.by, sale) {
                continue;
            }
            let back = (-tender.amount).max(0);
            let values = [tender.amount, tender.tip, 1, tender.rounding, back];
            put("tenders", Some(tender.method.clone()), None, &values);
            if back > 0 {
                put("refunds_by_day", Some(day.to_string()), None, &[1, back]);
            }
        }
    }
    let deeds = history.deeds.iter().filter(|deed| deed.worth.is_some());
    for deed in deeds.filter(|deed| only.wants_deed(history, place, deed)) {
        let (Some(day), Some(worth)) = (within(deed.at_ms), deed.worth) else {
            continue;
        };
        let day = (Some(day.to_string()), None);
        match deed.kind {
            "late" => all.add("late_by_day", day, &[1, deed.amount, worth]),
            "handed_over" => all.add("saved_by_day", day, &[0, 0, 0, 0, 0, 1]),
            kind => {
                let kind_key = (Some(kind.to_owned()), None);
                all.add("exceptions_by_kind", kind_key, &[1, worth]);
                all.add("exceptions_by_day", day, &[1, worth]);
                let person = (text(Some(deed.by)), None);
                all.add("exceptions_by_employee", person, &[1, worth, 0, 0]);
            }
        }
        // Nothing else that the Sync report shows is in the log.
        if let ("review", Some(on)) = (deed.kind, deed.on) {
            let register = (text(Some(on)), None);
            all.add("sync_by_register", register, &[0, 0, 0, 0, 1]);
        }
    }
    beside_the_average(&mut all);
    times::standing(&mut all, history, place, only, now_ms);
    times::until_closed(&mut all, history, place, only);
    for rows in all.rows.values_mut() {
        rows.values_mut().for_each(|row| finished(row));
    }
    all
}

/// Puts what the shop's employees did on average beside what each did.
fn beside_the_average(all: &mut Sections) {
    let Some(rows) = all.rows.get_mut("exceptions_by_employee") else {
        return;
    };
    let mut sums = total(rows);
    let heads = i64::try_from(rows.len()).unwrap();
    (sums[2], sums[3]) = (sums[0].div_euclid(heads), sums[1].div_euclid(heads));
    for row in rows.values_mut() {
        row[2..].copy_from_slice(&sums[2..]);
    }
    all.totals.insert("exceptions_by_employee", sums);
}
