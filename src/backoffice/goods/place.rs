//! What the screen of goods shows, as its address says it.
//!
//! Pure: it must not know the browser nor the replica.

use crate::routes::{Address, Query};
use sale::ProductId;
use sync::api::{ProductsOrder, ProductsQuery};

/// Where goods are brought in.
pub const IMPORT: &str = "/backoffice/goods/import";

/// How many products a page has.
const PAGE: u32 = 100;

/// The product that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looked {
    /// One more.
    New,
    /// This one.
    Product(ProductId),
}

/// Which goods are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoodsPlace {
    /// What is looked for.
    pub search: String,
    /// Found there; empty for everywhere.
    pub category: String,
    /// Those that were taken off sale, in place of those on sale.
    pub off_sale: bool,
    /// Sorted by.
    pub sort: ProductsOrder,
    /// The last or largest first.
    pub descending: bool,
    /// The product that is looked at.
    pub looked: Option<Looked>,
}

const ORDERS: [(ProductsOrder, &str); 4] = [
    (ProductsOrder::Code, "code"),
    (ProductsOrder::Category, "category"),
    (ProductsOrder::Price, "price"),
    (ProductsOrder::Changed, "changed"),
];

impl GoodsPlace {
    /// The address without parameters.
    pub const PATH: &str = "/backoffice/goods";

    /// What an address asks for.
    pub fn read(query: &Query) -> GoodsPlace {
        let text = |key| query.get(key).unwrap_or_default().to_owned();
        let sort = query.get("sort");
        let looked = match query.get("product") {
            Some("new") => Some(Looked::New),
            _ => query.read("product").map(Looked::Product),
        };
        GoodsPlace {
            search: text("search"),
            category: text("category"),
            off_sale: query.get("shown") == Some("off-sale"),
            sort: ORDERS
                .iter()
                .find(|(_, word)| sort == Some(word))
                .map_or(ProductsOrder::Name, |(sort, _)| *sort),
            descending: query.get("order") == Some("descending"),
            looked,
        }
    }

    /// The address that shows it.
    pub fn address(&self) -> Address {
        let sort = ORDERS.iter().find(|(sort, _)| *sort == self.sort);
        let looked = self.looked.map(|looked| match looked {
            Looked::New => "new".to_owned(),
            Looked::Product(id) => id.to_string(),
        });
        Address::at(GoodsPlace::PATH)
            .with("search", Some(&self.search))
            .with("category", Some(&self.category))
            .with("shown", self.off_sale.then_some("off-sale"))
            .with("sort", sort.map(|(_, word)| *word))
            .with("order", self.descending.then_some("descending"))
            .with("product", looked.as_deref())
    }

    /// Whether anything narrows the list down.
    pub fn is_narrowed(&self) -> bool {
        !self.search.trim().is_empty() || !self.category.is_empty() || self.off_sale
    }

    /// What the server is asked for.
    pub fn query(&self) -> ProductsQuery {
        let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        ProductsQuery {
            search: some(&self.search),
            category: some(&self.category),
            on_sale: Some(!self.off_sale),
            sort: self.sort,
            descending: self.descending,
            after: None,
            limit: Some(PAGE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    proptest! {
        /// A link that is sent shows the receiver the same screen.
        #[test]
        fn places_round_trip(
            search in "\\PC{0,12}", category in "\\PC{0,12}", off_sale: bool, descending: bool,
            sort in 0usize..4, looked in prop::option::of(any::<u128>()),
        ) {
            let place = GoodsPlace {
                search,
                category,
                off_sale,
                sort: ORDERS[sort].0,
                descending,
                looked: looked.map(|id| match id {
                    0 => Looked::New,
                    id => Looked::Product(ProductId(Uuid::from_u128(id))),
                }),
            };
            let address = place.address().to_string();
            let query = Query::parse(address.split_once('?').map_or("", |(_, query)| query));
            prop_assert_eq!(GoodsPlace::read(&query), place);
        }
    }
}
