//! A map in the order of its keys, kept in one piece: what a device and its screens hold by id or
//! number. The standard tree costs six kilobytes of the app for each pair of types and does better
//! only from tens of thousands on; there it is used.

/// A map in the order of its keys. To find is quick; to put or take one in the middle moves what is
/// behind it, so large values are boxed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sorted<K, V>(Vec<(K, V)>);

impl<K, V> Default for Sorted<K, V> {
    fn default() -> Self {
        Sorted(Vec::new())
    }
}

impl<K: Ord, V> Sorted<K, V> {
    fn place(&self, key: &K) -> Result<usize, usize> {
        self.0.binary_search_by(|(there, _)| there.cmp(key))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is under a key.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<&V> {
        let place = self.place(key).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    /// Whether something is under a key.
    #[must_use]
    pub fn contains_key(&self, key: &K) -> bool {
        self.place(key).is_ok()
    }

    /// Puts a value under a key, in place of what was there.
    pub fn insert(&mut self, key: K, value: V) {
        match self.place(&key) {
            Ok(place) => {
                if let Some(there) = self.0.get_mut(place) {
                    there.1 = value;
                }
            }
            Err(place) => self.0.insert(place, (key, value)),
        }
    }

    /// What is under a key, to be altered; what is usual for its type is put there first when there
    /// is nothing.
    pub fn or_default(&mut self, key: K) -> Option<&mut V>
    where
        V: Default,
    {
        let place = self.place(&key).unwrap_or_else(|place| {
            self.0.insert(place, (key, V::default()));
            place
        });
        self.0.get_mut(place).map(|(_, value)| value)
    }

    /// Takes what is under a key.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let place = self.place(key).ok()?;
        Some(self.0.remove(place).1)
    }

    /// Takes everything before a key.
    pub fn remove_before(&mut self, key: &K) -> Vec<(K, V)> {
        let first = self.place(key).unwrap_or_else(|place| place);
        let kept = self.0.split_off(first);
        std::mem::replace(&mut self.0, kept)
    }

    /// Keys and values from a key on.
    pub fn since(&self, key: K) -> impl Iterator<Item = (&K, &V)> {
        let first = self.place(&key).unwrap_or_else(|place| place);
        self.0.iter().skip(first).map(|(key, value)| (key, value))
    }

    /// All keys and values.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// All keys.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.0.iter().map(|(key, _)| key)
    }

    /// All values, by key.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }
}

impl<K, V> IntoIterator for Sorted<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<K: Ord, V> Extend<(K, V)> for Sorted<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, items: I) {
        for (key, value) in items {
            self.insert(key, value);
        }
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Sorted<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(items: I) -> Self {
        let mut sorted = Sorted::default();
        sorted.extend(items);
        sorted
    }
}

#[cfg(test)]
mod tests {
    use super::Sorted;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// As the standard tree does it.
        #[test]
        fn holds_what_a_tree_holds(
            steps in prop::collection::vec((0_u8..4, 0_u8..12, any::<u8>()), 0..60),
            from in 0_u8..12,
        ) {
            let mut tree = BTreeMap::new();
            let mut sorted = Sorted::default();
            for (step, key, value) in steps {
                match step {
                    0 | 1 => {
                        tree.insert(key, value);
                        sorted.insert(key, value);
                    }
                    2 => prop_assert_eq!(sorted.remove(&key), tree.remove(&key)),
                    _ => {
                        *tree.entry(key).or_default() = value;
                        if let Some(there) = sorted.or_default(key) {
                            *there = value;
                        }
                    }
                }
                prop_assert_eq!(sorted.get(&key), tree.get(&key));
                prop_assert_eq!(sorted.contains_key(&key), tree.contains_key(&key));
            }
            prop_assert!(sorted.iter().eq(tree.iter()));
            prop_assert!(sorted.since(from).eq(tree.range(from..)));
            let kept = tree.split_off(&from);
            prop_assert!(sorted.remove_before(&from).into_iter().eq(tree));
            prop_assert!(sorted.keys().eq(kept.keys()) && sorted.values().eq(kept.values()));
            prop_assert_eq!((sorted.len(), sorted.is_empty()), (kept.len(), kept.is_empty()));
            prop_assert!(sorted.into_iter().eq(kept));
        }
    }
}
