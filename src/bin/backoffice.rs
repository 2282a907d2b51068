//! What a manager's browser loads: BackOffice, in parts. Each is a file beside the program's own, cut
//! out of it by `cargo xtask parts`, and comes when one of its screens is first opened.
#![allow(unsafe_code, reason = "`wasm_split` writes what fetches a part")]

use leptos::prelude::AnyView;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use saved_sales_sync::{Parts, screens};

macro_rules! parts {
    ($($part:ident: $($screen:ident)+;)+) => {
        $($(
            #[wasm_split($part, wasm_split_path = leptos::wasm_split, fallible)]
            fn $screen() -> Result<AnyView, SplitLoaderError> {
                Ok(screens::$screen())
            }
        )+)+

        const PARTS: Parts = Parts {
            $($($screen: || Box::pin($screen()),)+)+
        };
    };
}

parts! {
    sales: home sales;
    reports: reports;
    shop: goods goods_import people store first_run;
    devices: registers tables watch;
}

fn main() {
    saved_sales_sync::open_backoffice(PARTS);
}
