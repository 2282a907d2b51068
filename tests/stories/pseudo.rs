//! Every screen in a language that is two fifths longer than English and marked at both ends: text
//! that is clipped, or that has no marks and so doesn't come from the catalogue, fails.
//!
//! The screens are those that pictures are taken of; this must not know how they are reached.

use crate::camera;
use stories::LANGUAGE;

#[path = "../pictures/floor.rs"]
mod floor;
#[path = "../pictures/goods.rs"]
mod goods;
#[path = "../pictures/office.rs"]
mod office;
#[path = "../pictures/pay.rs"]
mod pay;
#[path = "../pictures/register.rs"]
mod register;
#[path = "../pictures/running.rs"]
mod running;

fn walk(surface: &str, screens: impl Future<Output = ()>) {
    stories::story(
        &format!("pseudo.{surface}"),
        LANGUAGE.scope("pseudo", screens),
    );
    let wrong = camera::found();
    assert!(
        wrong.is_empty(),
        "{} found:\n  {}",
        wrong.len(),
        wrong.join("\n  ")
    );
}

#[test]
fn the_register_says_all_from_the_catalogue_and_clips_nothing() {
    walk("register", register::pictures());
}

#[test]
fn the_acts_on_saved_sales_say_all_from_the_catalogue_and_clip_nothing() {
    walk("floor", floor::pictures());
}

#[test]
fn backoffice_says_all_from_the_catalogue_and_clips_nothing() {
    walk("office", office::pictures());
}

#[test]
fn the_goods_say_all_from_the_catalogue_and_clip_nothing() {
    walk("goods", goods::pictures());
}

#[test]
fn running_a_shop_says_all_from_the_catalogue_and_clips_nothing() {
    walk("running", running::pictures());
}

#[test]
fn pay_says_all_from_the_catalogue_and_clips_nothing() {
    walk("pay", pay::pictures());
}
