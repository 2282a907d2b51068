//! A drawing of the page as a picture file.
//!
//! It must not know what is drawn.

use super::files;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// What a drawing has from style sheets, which do not come with it.
const LOOKS: [&str; 9] = [
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "font-family",
    "font-size",
    "font-weight",
    "direction",
    "opacity",
];
/// The room around it, and the height of a line of words.
const EDGE: i32 = 16;
const LINE: i32 = 20;
/// How wide a letter is taken to be.
const LETTER: i32 = 7;
/// For screens with two pixels a point.
const SHARP: u32 = 2;

/// Saves the SVG with this id as a PNG called `name`, with `title` and `sentence` above it.
pub fn save(id: &str, title: &str, sentence: &str, name: String) {
    let _ = begin(id, title, sentence, name);
}

fn begin(id: &str, title: &str, sentence: &str, name: String) -> Result<(), JsValue> {
    let svg = document().get_element_by_id(id).ok_or(JsValue::NULL)?;
    let copy: web_sys::Element = svg.clone_node_with_deep(true)?.dyn_into()?;
    take_looks(&svg, &copy)?;
    let (width, height) = (svg.client_width(), svg.client_height());
    let view = svg.get_attribute("viewBox").unwrap_or_default();
    let mut size = view
        .split(' ')
        .skip(2)
        .filter_map(|n| n.parse::<i32>().ok());
    let (wide, high) = (size.next().unwrap_or(width), size.next().unwrap_or(height));
    let lines = folded(sentence, (wide / LETTER).max(20));
    let head = LINE * i32::try_from(lines.len()).unwrap_or(1) + LINE + EDGE;
    let (full_width, full_height) = (wide + 2 * EDGE, high + head + 2 * EDGE);
    copy.set_attribute("xmlns", "http://www.w3.org/2000/svg")?;
    copy.set_attribute("width", &full_width.to_string())?;
    copy.set_attribute("height", &full_height.to_string())?;
    let (left, top) = (-EDGE, -head - EDGE);
    copy.set_attribute(
        "viewBox",
        &format!("{left} {top} {full_width} {full_height}"),
    )?;
    let sheet = svg.closest("section")?.ok_or(JsValue::NULL)?;
    let paper = look(&sheet, "background-color");
    let ink = look(&svg, "color");
    let font = look(&svg, "font-family");
    let turned = look(&svg, "direction") == "rtl";
    let begin = if turned { wide } else { 0 };
    let direction = if turned { "rtl" } else { "ltr" };
    let mut first = copy.first_child();
    let mut put = |name: &str, text: Option<&str>, looks: &[(&str, &str)]| {
        let made = document().create_element_ns(Some("http://www.w3.org/2000/svg"), name)?;
        made.set_text_content(text);
        for (key, value) in looks {
            made.set_attribute(key, value)?;
        }
        copy.insert_before(&made, first.as_ref())?;
        first = made.next_sibling();
        Ok::<(), JsValue>(())
    };
    let (left, top) = (left.to_string(), top.to_string());
    let (full, high) = (full_width.to_string(), full_height.to_string());
    put(
        "rect",
        None,
        &[
            ("x", &left),
            ("y", &top),
            ("width", &full),
            ("height", &high),
            ("fill", &paper),
        ],
    )?;
    let words = std::iter::once((title, "600")).chain(lines.iter().map(|l| (l.as_str(), "400")));
    for (at, (text, weight)) in (0..).zip(words) {
        let y = (-head + LINE / 2 + LINE * at).to_string();
        let (x, size) = (begin.to_string(), if at == 0 { "15" } else { "13" });
        put(
            "text",
            Some(text),
            &[
                ("x", &x),
                ("y", &y),
                ("fill", &ink),
                ("font-family", &font),
                ("font-size", size),
                ("font-weight", weight),
                ("direction", direction),
            ],
        )?;
    }
    let text = web_sys::XmlSerializer::new()?.serialize_to_string(&copy)?;
    let text = js_sys::encode_uri_component(&text);
    let image = web_sys::HtmlImageElement::new()?;
    let drawn = image.clone();
    let ready = Closure::once_into_js(move || {
        let _ = paint(&drawn, full_width, full_height, &name);
    });
    image.set_onload(Some(ready.unchecked_ref()));
    image.set_src(&format!("data:image/svg+xml;charset=utf-8,{text}"));
    Ok(())
}

/// Paints the picture and gives it to the person as a file.
fn paint(
    image: &web_sys::HtmlImageElement,
    width: i32,
    height: i32,
    name: &str,
) -> Result<(), JsValue> {
    let canvas: web_sys::HtmlCanvasElement = document().create_element("canvas")?.dyn_into()?;
    let pixels = |points: i32| u32::try_from(points).unwrap_or(0).saturating_mul(SHARP);
    canvas.set_width(pixels(width));
    canvas.set_height(pixels(height));
    let room = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let room: web_sys::CanvasRenderingContext2d = room.dyn_into()?;
    let (wide, high) = (f64::from(canvas.width()), f64::from(canvas.height()));
    room.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, wide, high)?;
    files::hand_out(&canvas.to_data_url_with_type("image/png")?, name);
    Ok(())
}

fn take_looks(from: &web_sys::Element, to: &web_sys::Element) -> Result<(), JsValue> {
    let (all, copies) = (from.query_selector_all("*")?, to.query_selector_all("*")?);
    for at in 0..all.length() {
        let one = all
            .get(at)
            .and_then(|node| node.dyn_into::<web_sys::Element>().ok());
        let copy = copies
            .get(at)
            .and_then(|node| node.dyn_into::<web_sys::Element>().ok());
        if let (Some(one), Some(copy)) = (one, copy) {
            for key in LOOKS {
                copy.set_attribute(key, &look(&one, key))?;
            }
        }
    }
    Ok(())
}

/// How an element looks just now.
fn look(element: &web_sys::Element, key: &str) -> String {
    let looks = window().get_computed_style(element).ok().flatten();
    looks
        .and_then(|looks| looks.get_property_value(key).ok())
        .unwrap_or_default()
}

/// Words in lines of so many letters.
fn folded(text: &str, letters: i32) -> Vec<String> {
    let most = usize::try_from(letters).unwrap_or(80);
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_folded_between_words() {
        assert_eq!(folded("one two three", 8), ["one two", "three"]);
        assert_eq!(folded("longerthanthat a", 4), ["longerthanthat", "a"]);
    }
}
