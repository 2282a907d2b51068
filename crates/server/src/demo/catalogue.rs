//! What the demonstration café sells.

use crate::storage::Unit;
use crate::storage::own::{named_id, nobody, server_device};
use crate::storage::prices::{self, By};
use crate::storage::stores::Found;
use sale::{Currency, GoodsLists, Money, Product, ProductId, TaxRate};
use sync::api::goods::PriceWay;
use sync::server::StorageError;
use uuid::Uuid;

/// Category, whether the standard rate of VAT is in the price (else it is zero-rated), and the
/// products with their prices in pence.
type Shelf = (&'static str, bool, &'static [(&'static str, i64)]);

const SHELVES: &[Shelf] = &[
    (
        "Coffee",
        true,
        &[
            ("Espresso", 240),
            ("Americano", 280),
            ("Flat white", 340),
            ("Cappuccino", 340),
            ("Latte", 350),
            ("Mocha", 380),
            ("Filter, bottomless", 390),
        ],
    ),
    (
        "Tea & chocolate",
        true,
        &[
            ("Breakfast tea, pot", 290),
            ("Earl Grey, pot", 290),
            ("Fresh mint tea", 310),
            ("Chai latte", 360),
            ("Hot chocolate", 370),
        ],
    ),
    (
        "Cold drinks",
        true,
        &[
            ("Still water", 190),
            ("Sparkling water", 190),
            ("Cloudy lemonade", 320),
            ("Elderflower pressé", 330),
            ("Orange juice", 350),
            ("Iced latte", 380),
        ],
    ),
    (
        "Breakfast",
        true,
        &[
            ("Porridge, honey & seeds", 550),
            ("Eggs on sourdough", 790),
            ("Smashed avocado", 890),
            ("Full breakfast", 1_190),
            ("Bacon roll", 620),
        ],
    ),
    (
        "Lunch",
        true,
        &[
            ("Soup of the day", 690),
            ("Fish finger sandwich", 980),
            ("Halloumi wrap", 940),
            ("Crab on toast", 1_350),
            ("Harbour chowder", 1_290),
            ("Chips", 390),
            ("Green salad", 450),
        ],
    ),
    (
        "Cakes",
        false,
        &[
            ("Lemon drizzle", 360),
            ("Carrot cake", 390),
            ("Chocolate brownie", 340),
            ("Almond croissant", 330),
            ("Cheese scone", 320),
        ],
    ),
    (
        "Bar",
        true,
        &[
            ("Harbour pale ale, pint", 590),
            ("Dry cider, pint", 570),
            ("House white, 175 ml", 620),
            ("House red, 175 ml", 620),
            ("Gin & tonic", 780),
        ],
    ),
    (
        "To take home",
        false,
        &[
            ("House blend beans, 250 g", 950),
            ("Sourdough loaf", 420),
            ("Sea salt caramels", 650),
        ],
    ),
];

fn vat(basis_points: u32) -> TaxRate {
    TaxRate {
        name: "VAT".to_owned(),
        basis_points,
        included: true,
    }
}

/// What the products choose from.
pub(super) fn lists() -> GoodsLists {
    GoodsLists {
        tax_rates: vec![vat(2_000), vat(0)],
        modifier_groups: Vec::new(),
    }
}

/// The products.
pub(super) fn products() -> Vec<Product> {
    let mut products = Vec::new();
    for (shelf, (category, standard, items)) in (1..).zip(SHELVES) {
        for (item, (name, pence)) in (1..).zip(*items) {
            let id = ProductId(named_id(&["demonstration product", name]));
            let code = format!("{shelf}{item:02}");
            products.push(Product {
                taxes: vec![vat(if *standard { 2_000 } else { 0 })],
                ..Product::plain(id, &code, name, category, Money(*pence))
            });
        }
    }
    products
}

/// The products as a sample for a shop of its own: in its currency, and with the taxes of London only
/// where that is plain.
pub(crate) fn sample(currency: &Currency) -> Vec<Product> {
    let pounds = currency.code == "GBP";
    let mut products = products();
    for product in &mut products {
        product.id = ProductId(Uuid::now_v7());
        product.price = product.price.scale(currency.whole().0, 100);
        if !pounds {
            product.taxes.clear();
        }
    }
    products
}

/// Writes the products into the store.
///
/// # Errors
/// When the storage fails.
pub(super) fn write(unit: &mut Unit<'_>, store: Found) -> Result<(), StorageError> {
    let by = By {
        device: server_device(),
        employee: nobody(),
        way: PriceWay::Table,
    };
    prices::write(unit, store.no, by, &products())
}
