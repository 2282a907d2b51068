//! What a sale comes to. Derived from its lines and tenders each time, never stored, so that
//! `paid + due = total` cannot drift (rule A6).

use crate::{Money, Sale, tax};
use serde::{Deserialize, Serialize};

/// One tax of a sale, over all its lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaxTotal {
    /// What the receipt calls it.
    pub name: String,
    /// Hundredths of a per cent.
    pub basis_points: u32,
    /// Whether it is already in the prices.
    pub included: bool,
    /// Minor units.
    pub amount: Money,
}

/// The sums of a sale, all in minor units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Totals {
    /// The lines after their own discounts.
    pub subtotal: Money,
    /// What the sale's discount takes off, and those of what was merged into it.
    pub discount: Money,
    /// Each tax, in the order of first use.
    pub taxes: Vec<TaxTotal>,
    /// What is to be paid in all: subtotal, less discount, plus the taxes not in the prices.
    pub total: Money,
    /// What counts as paid.
    pub paid: Money,
    /// What is still to be paid; below nought when too much was.
    pub due: Money,
    /// What cash brought in beyond what counts as paid, since there is no smaller coin; below nought
    /// what was let go (rule G4). No part of the total, nor of what is due.
    #[serde(default, skip_serializing_if = "crate::tender::is_nothing")]
    pub rounding: Money,
}

impl Totals {
    /// What the sale discounts take off each line, in minor units: the sale's own off its own lines,
    /// each merged part's off those of the part, so that merging moves no penny (rule A6).
    #[must_use]
    pub fn shares(sale: &Sale) -> Vec<Money> {
        let mut shares = vec![Money::ZERO; sale.lines.len()];
        let parts = sale.parts.iter().map(|part| &part.sale);
        let parts = parts.map(|sale| (Some(sale.id), sale.discount));
        let groups = std::iter::once((None, sale.discount)).chain(parts);
        for (part, discount) in groups {
            let Some(discount) = discount else { continue };
            let amounts: Vec<Money> = sale
                .lines
                .iter()
                .map(|line| {
                    if line.part == part {
                        line.amount()
                    } else {
                        Money::ZERO
                    }
                })
                .collect();
            let off = discount.of(amounts.iter().copied().sum());
            for (share, more) in shares.iter_mut().zip(off.share(&amounts)) {
                *share = *share + more;
            }
        }
        shares
    }

    /// Computes the sums of `sale`; the rounding rule is stated in [`crate::tax`].
    #[must_use]
    pub fn of(sale: &Sale) -> Totals {
        let amounts: Vec<Money> = sale.lines.iter().map(crate::Line::amount).collect();
        let subtotal: Money = amounts.iter().copied().sum();
        let shares = Totals::shares(sale);
        let discount: Money = shares.iter().copied().sum();
        let mut taxes: Vec<TaxTotal> = Vec::new();
        for ((line, amount), off) in sale.lines.iter().zip(&amounts).zip(shares) {
            let (_, line_taxes) = tax::of_line(*amount - off, &line.taxes);
            for (rate, tax) in line.taxes.iter().zip(line_taxes) {
                let known = taxes.iter_mut().find(|t| {
                    t.name == rate.name
                        && t.basis_points == rate.basis_points
                        && t.included == rate.included
                });
                match known {
                    Some(known) => known.amount = known.amount + tax,
                    None => taxes.push(TaxTotal {
                        name: rate.name.clone(),
                        basis_points: rate.basis_points,
                        included: rate.included,
                        amount: tax,
                    }),
                }
            }
        }
        let added: Money = taxes.iter().filter(|t| !t.included).map(|t| t.amount).sum();
        let total = subtotal - discount + added;
        let paid: Money = sale.tenders.iter().map(|t| t.amount).sum();
        Totals {
            subtotal,
            discount,
            taxes,
            total,
            paid,
            due: total - paid,
            rounding: sale.tenders.iter().map(|t| t.rounding).sum(),
        }
    }
}

impl Sale {
    /// What it comes to.
    #[must_use]
    pub fn totals(&self) -> Totals {
        Totals::of(self)
    }
}
