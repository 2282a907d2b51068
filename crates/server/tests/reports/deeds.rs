//! What the deeds are worth that reports tell one by one: exceptions, what came late. It follows the sale
//! as it stands at the end. It must not know how the log is read.

use super::history::History;
use super::replayed::{Deed, Line, Sale, Stands, rounded};
use uuid::Uuid;

impl History {
    /// The sale that holds a sale's goods.
    fn holder(&self, id: Uuid) -> &Sale {
        let mut sale = &self.sales[&id];
        while let Stands::Merged(into) = sale.stands {
            sale = &self.sales[&into];
        }
        sale
    }

    pub(super) fn weigh(&mut self) {
        let weighed: Vec<_> = self.deeds.iter().map(|deed| self.worth(deed)).collect();
        for (deed, (amount, worth)) in self.deeds.iter_mut().zip(weighed) {
            deed.amount = amount;
            deed.worth = worth;
        }
    }

    fn worth(&self, deed: &Deed) -> (i64, Option<i64>) {
        let Some(sale) = self.sales.get(&deed.sale) else {
            return (deed.amount, Some(0));
        };
        let mut lines = self.sales.values().flat_map(|sale| &sale.lines);
        let mut line = || lines.find(|line| Some(line.id) == deed.part).unwrap();
        let ended = sale
            .ended
            .is_some_and(|(at_ms, by, _)| (at_ms, by) == (deed.at_ms, deed.by));
        let units =
            |price: i64, units: i64| Some(rounded(i128::from(price) * i128::from(units), 1000));
        match deed.kind {
            "void" => {
                let stands = ended && sale.stands == Stands::Voided;
                (0, stands.then(|| sale.total()))
            }
            "late" => {
                let closed = ended && sale.stands == Stands::Closed;
                let worth = if closed { sale.total() } else { 0 };
                (i64::from(closed), Some(worth))
            }
            "removed_line" => (deed.amount, units(line().price(), deed.amount)),
            "lowered_price" => (deed.amount, units(deed.amount, line().quantity)),
            "discount" if deed.part.is_some() => (0, Some(Line::off(line()))),
            "discount" => {
                let holder = self.holder(deed.sale);
                let part = (holder.id != sale.id).then_some(sale.id);
                (0, Some(holder.off(sale.discount, part)))
            }
            "refund" => (deed.amount, Some(deed.amount)),
            _ => (deed.amount, Some(0)),
        }
    }
}
