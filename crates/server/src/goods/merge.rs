//! Three versions of a product into one: as somebody saw it, as they want it, and as it is. Only what
//! they changed is changed, and what somebody else has changed meanwhile is not (rule C4).

use sale::Product;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Merged {
    /// The product, with what somebody else has changed as they have it.
    pub product: Product,
    /// The fields, by their names in JSON, that both have changed, to different values.
    pub contested: Vec<String>,
}

/// Puts the change from `seen` to `wanted` onto `now`.
///
/// # Errors
/// When a product has no JSON form, which none lacks.
pub(crate) fn merge(
    seen: &Product,
    wanted: &Product,
    now: &Product,
) -> Result<Merged, serde_json::Error> {
    let (seen, wanted, mut merged) = (fields(seen)?, fields(wanted)?, fields(now)?);
    let names: BTreeSet<String> = seen.keys().chain(wanted.keys()).cloned().collect();
    let mut contested = Vec::new();
    for name in names {
        let (before, after) = (seen.get(&name), wanted.get(&name));
        let now = merged.get(&name);
        if before == after || now == after {
            continue;
        }
        if now != before {
            contested.push(name);
            continue;
        }
        match after {
            Some(after) => drop(merged.insert(name, after.clone())),
            None => drop(merged.remove(&name)),
        }
    }
    Ok(Merged {
        product: serde_json::from_value(Value::Object(merged))?,
        contested,
    })
}

fn fields(product: &Product) -> Result<Map<String, Value>, serde_json::Error> {
    Ok(match serde_json::to_value(product)? {
        Value::Object(fields) => fields,
        _ => Map::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sale::{Colour, Money, ProductId};
    use uuid::Uuid;

    fn tea() -> Product {
        Product::plain(ProductId(Uuid::nil()), "T1", "Tea", "Drinks", Money(250))
    }

    /// C4: two who change different fields both get what they want.
    #[test]
    fn c4_different_fields_are_both_changed() {
        let wanted = Product {
            price: Money(275),
            ..tea()
        };
        let now = Product {
            name: "Black tea".to_owned(),
            colour: Some(Colour::Green),
            ..tea()
        };
        let merged = merge(&tea(), &wanted, &now).unwrap();
        assert_eq!(merged.contested, [""; 0]);
        assert_eq!(merged.product.price, Money(275));
        assert_eq!(merged.product.name, "Black tea");
        assert_eq!(merged.product.colour, Some(Colour::Green));
    }

    /// C4: of two who change one field the later is told, and loses nothing else.
    #[test]
    fn c4_one_field_changed_by_two_is_contested() {
        let wanted = Product {
            price: Money(275),
            colour: None,
            ..tea()
        };
        let seen = Product {
            colour: Some(Colour::Red),
            ..tea()
        };
        let now = Product {
            price: Money(260),
            colour: Some(Colour::Blue),
            ..tea()
        };
        let merged = merge(&seen, &wanted, &now).unwrap();
        assert_eq!(merged.contested, ["colour", "price"]);
        assert_eq!(merged.product, now);
        // Who wanted what it became has nothing to be told.
        let same = merge(&seen, &now, &now).unwrap();
        assert_eq!((same.contested, same.product), (Vec::new(), now));
    }
}
