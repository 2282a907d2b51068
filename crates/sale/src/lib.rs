//! What a saved sale is and how a change changes it: money, quantities, taxes, lines, tenders,
//! sales, reviews, and `apply`, the one function that every device and the server run (rule B4).
//!
//! Pure: no clock, no chance, no I/O, no async. It must not know devices' outboxes, the network,
//! storage or screens.

pub mod apply;
mod barcode;
mod cash;
pub mod change;
pub mod civil;
mod currency;
pub mod folding;
pub mod goods;
pub mod ids;
mod layout;
pub mod line;
pub mod money;
pub mod noted;
pub mod permission;
pub mod permit;
pub mod product;
pub mod quantity;
pub mod review;
pub mod sale;
pub mod store;
pub mod table;
pub mod tax;
pub mod tender;
pub mod totals;
pub mod written;

pub use apply::{Applied, Books, Context, Note, Outcome, apply, unreadable};
pub use barcode::{NotBarcode, checked_barcode};
pub use cash::{Cash, likely_notes};
pub use change::{Change, LineEdit, NewLine, NewTender, OpenSale, SplitMove, SplitSale};
pub use currency::{Currency, NotMoney};
pub use goods::{GoodsLists, ModifierChoice, ModifierGroup};
pub use ids::{
    DeviceId, EmployeeId, LineId, ModifierGroupId, MutationId, ProductId, RegisterId, ReviewId,
    SaleId, StoreId, TableId, TenderId,
};
pub use layout::{Laid, Standing, Table, TableEdit, TablePlace};
pub use line::Line;
pub use money::Money;
pub use noted::{Customer, Modifier, TableRef};
pub use permission::{Exceptions, Permission};
pub use permit::{Needs, approves, needs, sees};
pub use product::{Colour, Measure, Product, ProductFault};
pub use quantity::Quantity;
pub use review::{Resolution, Review, ReviewKind};
pub use sale::{Closing, Part, Sale, Source, Status};
pub use store::{AgeSteps, Employee, Reasons, ReceiptTexts, Register, Role, Store};
pub use table::{SharedTable, shared_tables};
pub use tax::{Discount, TaxRate};
pub use tender::{Method, Tender};
pub use totals::{TaxTotal, Totals};
pub use written::{Field, FieldValue, Overwritten, Written};
