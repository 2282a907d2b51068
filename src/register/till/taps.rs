//! What a tap on a product or a line becomes: lines of a draft, or a change of a saved sale.
//!
//! It must not know the screen.

use crate::platform::ids::new_uuid;
use sale::{Change, LineId, NewLine, Product, Quantity, Sale};
use std::sync::Arc;

/// What was tapped.
#[derive(Clone)]
pub enum Tap {
    /// One more of a product.
    Add(Arc<Product>),
    /// Units on a line, or off it.
    Step(LineId, Quantity),
    /// All units of a line that the screen shows.
    Remove(LineId, Quantity),
}

/// Takes units back onto the line that a change took them off.
pub fn undo_of(change: &Change) -> Option<Change> {
    let (sale_id, line_id, taken) = match change {
        Change::RemoveLine {
            sale_id,
            line_id,
            seen,
            ..
        } => (*sale_id, *line_id, *seen),
        Change::ChangeQuantity {
            sale_id,
            line_id,
            difference,
            ..
        } if *difference < Quantity::ZERO => (*sale_id, *line_id, Quantity(-difference.0)),
        _ => return None,
    };
    Some(Change::ChangeQuantity {
        sale_id,
        line_id,
        difference: taken,
        reason: None,
    })
}

/// The line that one more of a product goes onto: the same thing at the same price, nothing special.
fn plain(line: &sale::Line, product: &Product) -> bool {
    !line.is_removed()
        && line.product_id == Some(product.id)
        && line.unit_price == product.price
        && line.modifiers.is_empty()
        && line.discount.is_none()
        && line.note.is_none()
}

fn new_line(product: &Product) -> NewLine {
    NewLine {
        id: LineId(new_uuid()),
        product_id: Some(product.id),
        name: product.name.clone(),
        unit_price: product.price,
        quantity: Quantity::ONE,
        modifiers: Vec::new(),
        discount: None,
        taxes: product.taxes.clone(),
        note: None,
        reason: None,
    }
}

/// What a tap does to the lines of a sale that is not saved yet.
pub fn tap_draft(lines: &mut Vec<NewLine>, tap: Tap) {
    match tap {
        Tap::Add(product) => {
            let known = lines
                .iter_mut()
                .find(|l| l.product_id == Some(product.id) && l.unit_price == product.price);
            match known {
                Some(line) => line.quantity = line.quantity + Quantity::ONE,
                None => lines.push(new_line(&product)),
            }
        }
        Tap::Step(id, by) => {
            if let Some(line) = lines.iter_mut().find(|line| line.id == id) {
                line.quantity = line.quantity + by;
            }
            lines.retain(|line| line.quantity > Quantity::ZERO);
        }
        Tap::Remove(id, _) => lines.retain(|line| line.id != id),
    }
}

/// The change that a tap makes of a saved sale.
pub fn change_of(sale: &Sale, tap: Tap) -> Option<Change> {
    let sale_id = sale.id;
    let quantity = |line_id, difference| Change::ChangeQuantity {
        sale_id,
        line_id,
        difference,
        reason: None,
    };
    let remove = |line_id, seen| Change::RemoveLine {
        sale_id,
        line_id,
        seen,
        reason: None,
    };
    Some(match tap {
        Tap::Add(product) => match sale.lines.iter().find(|line| plain(line, &product)) {
            Some(line) => quantity(line.id, Quantity::ONE),
            None => Change::AddLine {
                sale_id,
                line: new_line(&product),
            },
        },
        Tap::Step(id, by) => {
            let line = sale.line(id)?;
            match line.quantity + by <= Quantity::ZERO {
                true => remove(id, line.quantity),
                false => quantity(id, by),
            }
        }
        Tap::Remove(id, seen) => remove(id, seen),
    })
}

#[cfg(test)]
mod tests {
    use super::undo_of;
    use sale::{Change, LineId, Quantity, SaleId};
    use uuid::Uuid;

    /// A7: what was taken off comes back, and nothing else does.
    #[test]
    fn a7_units_taken_off_come_back() {
        let (sale_id, line_id) = (SaleId(Uuid::from_u128(1)), LineId(Uuid::from_u128(2)));
        let change = |difference| Change::ChangeQuantity {
            sale_id,
            line_id,
            difference,
            reason: None,
        };
        let removed = Change::RemoveLine {
            sale_id,
            line_id,
            seen: Quantity(2_500),
            reason: Some("Spilt".to_owned()),
        };
        assert_eq!(undo_of(&removed), Some(change(Quantity(2_500))));
        assert_eq!(
            undo_of(&change(Quantity(-1_000))),
            Some(change(Quantity(1_000)))
        );
        assert_eq!(undo_of(&change(Quantity(1_000))), None);
    }
}
