//! One sort for all types, and a short one: each use of the standard library's own is some four
//! kilobytes of WebAssembly, and does better only from tens of thousands on.

use std::cmp::Ordering;

/// `items` in the order of `compare`; equal ones stay as they stood.
pub fn in_order<T>(items: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let at = order(
        items.len(),
        &|one, other| match (items.get(one), items.get(other)) {
            (Some(one), Some(other)) => compare(one, other),
            _ => Ordering::Equal,
        },
    );
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    at.into_iter()
        .filter_map(|at| items.get_mut(at).and_then(Option::take))
        .collect()
}

/// The places of `count` items in order.
#[inline(never)]
fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut at: Vec<usize> = Vec::with_capacity(count);
    for next in 0..count {
        let place = at.partition_point(|there| compare(*there, next) != Ordering::Greater);
        at.insert(place, next);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use proptest::prelude::*;

    proptest! {
        /// As the standard library does it, equal ones included.
        #[test]
        fn sorts_and_keeps_equal_ones_as_they_stood(items in prop::collection::vec((0_u8..5, any::<u8>()), 0..40)) {
            let mut wanted = items.clone();
            wanted.sort_by_key(|item| item.0);
            prop_assert_eq!(in_order(items, |a, b| a.0.cmp(&b.0)), wanted);
        }
    }
}
