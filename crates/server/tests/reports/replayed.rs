//! A sale as the replay has it, and what its lines come to, by arithmetic of its own: it knows nothing
//! of the log, and no totals but these.

use sale::Discount;
use uuid::Uuid;

#[derive(Clone)]
pub struct Line {
    pub id: Uuid,
    pub product: Option<Uuid>,
    /// Price of one unit, and what its extras add to that.
    pub unit: i64,
    pub extras: i64,
    pub quantity: i64,
    pub discount: Option<Discount>,
    /// Name, basis points, whether in the price.
    pub taxes: Vec<(String, i64, bool)>,
    pub part: Option<Uuid>,
}

#[derive(Clone)]
pub struct Tender {
    pub at_ms: i64,
    pub by: Uuid,
    pub on: Option<Uuid>,
    pub method: String,
    pub amount: i64,
    pub tip: i64,
    pub rounding: i64,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Stands {
    Open,
    Closed,
    Voided,
    Merged(Uuid),
}

#[derive(Clone)]
pub struct Sale {
    pub id: Uuid,
    pub stands: Stands,
    pub origin: &'static str,
    pub owner: Uuid,
    pub opened_on: Option<Uuid>,
    pub opened_ms: i64,
    pub ended: Option<(i64, Uuid, Option<Uuid>)>,
    pub table: Option<String>,
    pub guests: i64,
    pub split: bool,
    pub discount: Option<Discount>,
    pub lines: Vec<Line>,
    pub tenders: Vec<Tender>,
    pub parts: Vec<(Uuid, Option<Discount>, i64)>,
}

/// Halves go away from nought.
pub fn rounded(numerator: i128, denominator: i128) -> i64 {
    let half = denominator / 2;
    let away = if numerator < 0 { -half } else { half };
    i64::try_from((numerator + away) / denominator).unwrap()
}

impl Line {
    pub fn price(&self) -> i64 {
        self.unit + self.extras
    }

    fn gross(&self) -> i64 {
        rounded(i128::from(self.price()) * i128::from(self.quantity), 1000)
    }

    /// What its own discount takes off.
    pub fn off(&self) -> i64 {
        off(self.discount, self.gross())
    }

    fn left(&self) -> i64 {
        self.gross() - self.off()
    }
}

fn off(discount: Option<Discount>, amount: i64) -> i64 {
    match discount {
        _ if amount <= 0 => 0,
        None => 0,
        Some(Discount::Percent(points)) => {
            rounded(i128::from(amount) * i128::from(points), 10_000).clamp(0, amount)
        }
        Some(Discount::Amount(off)) => off.0.clamp(0, amount),
    }
}

/// What a line comes to: gross, discounts, net and each tax.
#[derive(Clone)]
pub struct Came {
    pub product: Option<Uuid>,
    pub quantity: i64,
    pub gross: i64,
    pub discounts: i64,
    pub net: i64,
    pub taxes: Vec<((String, i64, bool), i64)>,
}

impl Came {
    pub fn tax(&self) -> i64 {
        self.taxes.iter().map(|(_, tax)| tax).sum()
    }
}

impl Sale {
    pub fn came(&self) -> Vec<Came> {
        let mut shares: Vec<i64> = vec![0; self.lines.len()];
        let own = std::iter::once((None, self.discount));
        let parts = self
            .parts
            .iter()
            .map(|(id, discount, _)| (Some(*id), *discount));
        for (part, discount) in own.chain(parts) {
            let within: Vec<usize> = (0..self.lines.len())
                .filter(|n| self.lines[*n].part == part)
                .collect();
            let sum: i64 = within.iter().map(|n| self.lines[*n].left()).sum();
            let whole: i128 = within
                .iter()
                .map(|n| i128::from(self.lines[*n].left().max(0)))
                .sum();
            let amount = off(discount, sum);
            if whole == 0 {
                continue;
            }
            // Each its share rounded down; the pennies that are left to the largest remainders.
            let mut exact: Vec<(i128, usize)> = Vec::new();
            let mut given = 0;
            for n in within {
                let product = i128::from(amount) * i128::from(self.lines[n].left().max(0));
                let share = i64::try_from(product / whole).unwrap();
                shares[n] += share;
                given += share;
                exact.push((product % whole, n));
            }
            exact.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            for (_, n) in exact
                .into_iter()
                .take(usize::try_from(amount - given).unwrap())
            {
                shares[n] += 1;
            }
        }
        let mut all = Vec::new();
        for (line, share) in self.lines.iter().zip(shares) {
            if line.quantity == 0 {
                continue;
            }
            let amount = line.left() - share;
            let included: i64 = line.taxes.iter().filter(|t| t.2).map(|t| t.1).sum();
            let net = rounded(i128::from(amount) * 10_000, i128::from(10_000 + included));
            let mut rest = amount - net;
            let last = line.taxes.iter().rposition(|tax| tax.2);
            let mut taxes = Vec::new();
            for (n, tax) in line.taxes.iter().enumerate() {
                let mut is = rounded(i128::from(net) * i128::from(tax.1), 10_000);
                if tax.2 {
                    is = if Some(n) == last { rest } else { is };
                    rest -= is;
                }
                taxes.push((tax.clone(), is));
            }
            all.push(Came {
                product: line.product,
                quantity: line.quantity,
                gross: line.gross(),
                discounts: line.gross() - amount,
                net,
                taxes,
            });
        }
        all
    }

    /// What a discount takes off the lines that came with one of the sales in it, or off its own.
    pub fn off(&self, discount: Option<Discount>, part: Option<Uuid>) -> i64 {
        let lines = self.lines.iter().filter(|line| line.part == part);
        off(discount, lines.map(Line::left).sum())
    }

    pub fn total(&self) -> i64 {
        self.came().iter().map(|line| line.net + line.tax()).sum()
    }

    pub fn paid(&self) -> i64 {
        self.tenders.iter().map(|tender| tender.amount).sum()
    }
}

/// What the reports tell one by one.
pub struct Deed {
    pub kind: &'static str,
    pub at_ms: i64,
    pub by: Uuid,
    pub on: Option<Uuid>,
    pub sale: Uuid,
    /// The line or the tender that it is about.
    pub part: Option<Uuid>,
    /// Units, a price difference, money; of what came late, whether it closed its sale.
    pub amount: i64,
    /// None for what does not stand, such as a void that was taken back.
    pub worth: Option<i64>,
}
