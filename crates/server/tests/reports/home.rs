//! The first screen as it should be: the open sales now, and a day's takings.
//! It must not know what the day is compared with.

use super::asked::{Only, Place, Sections, finished, text};
use super::history::History;
use super::replayed::{Came, Stands};
use super::times;
use super::wall::hour_of;

/// What the first screen shows of a moment and of the days of a place, which is one day.
pub fn home(history: &History, place: &Place, only: &Only, now_ms: i64) -> Sections {
    let mut all = Sections::default();
    let mut oldest = 0;
    let hour = |at_ms: i64| (Some(hour_of(at_ms, place.zone).to_string()), None);
    let need = |kind: &str| (Some(kind.to_owned()), None);
    let of_all = only.category.is_none();
    for sale in history.sales.values() {
        let Some(came) = place.came(sale, only) else {
            continue;
        };
        let sum = |of: fn(&Came) -> i64| came.iter().map(of).sum::<i64>();
        let value = sum(|line| line.net + line.tax());
        if sale.stands == Stands::Open && only.wants(sale.opened_on, sale.owner, sale) {
            let due = value - if of_all { sale.paid() } else { 0 };
            all.add("home_open", (None, None), &[1, value, due, 0]);
            oldest = oldest.max(now_ms - sale.opened_ms);
            match times::age(sale, place, now_ms) {
                "old" => all.add("home_needs", need("sale_old"), &[1]),
                "very_old" => all.add("home_needs", need("sale_very_old"), &[1]),
                _ => {}
            }
        }
        if let (Stands::Closed, Some((at_ms, _, on))) = (sale.stands, sale.ended)
            && place.within(at_ms).is_some()
            && only.wants(on, sale.owner, sale)
        {
            let guests = if of_all { sale.guests } else { 0 };
            let (gross, net) = (sum(|line| line.gross), sum(|line| line.net));
            let takings = [
                1,
                gross,
                sum(|line| line.discounts),
                net,
                sum(Came::tax),
                value,
                0,
                sum(|line| line.quantity),
                guests,
                0,
            ];
            all.add("home_takings", (None, None), &takings);
            all.add("home_takings_by_hour", hour(at_ms), &[gross, 1, value, 0]);
            for line in &came {
                let sold = [line.quantity, line.gross];
                all.add("home_best_sellers", (text(line.product), None), &sold);
            }
        }
        for tender in sale.tenders.iter().filter(|_| of_all) {
            if tender.method != "Cash"
                && place.within(tender.at_ms).is_some()
                && only.wants(tender.on, tender.by, sale)
            {
                let tip = [0, 0, 0, 0, 0, 0, 0, 0, 0, tender.tip];
                all.add("home_takings", (None, None), &tip);
                let at = hour(tender.at_ms);
                all.add("home_takings_by_hour", at, &[0, 0, 0, tender.tip]);
            }
        }
    }
    if let Some(open) = all
        .rows
        .get_mut("home_open")
        .and_then(|rows| rows.values_mut().next())
    {
        open[3] = oldest;
    }
    if let Some(takings) = all.rows.get_mut("home_takings") {
        takings.values_mut().for_each(|row| finished(row));
    }
    let reviews = i64::try_from(history.reviews.len()).unwrap();
    all.add("home_needs", need("review_open"), &[reviews]);
    all
}
