//! The names by which a program and its script know each other, made to travel cheaply.
//!
//! Owns what becomes of them. It must not know how they came about, nor what they name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::tree;

/// wasm-bindgen ends each name with so many hexadecimal digits of chance, which no compression
/// makes smaller.
const DIGITS: usize = 16;

/// Puts a number in place of the digits of chance, in each program and its script alike.
pub fn number(dist: &Path) -> Result<()> {
    for program in tree::files(dist)? {
        let Some(stem) = program.to_str().and_then(|p| p.strip_suffix("_bg.wasm")) else {
            continue;
        };
        let script = format!("{stem}.js");
        let mut texts = [fs::read(&program)?, fs::read(&script)?];
        let endings = endings(&texts[1]);
        for text in &mut texts {
            renumber(text, &endings);
        }
        fs::write(&program, &texts[0])?;
        fs::write(&script, &texts[1])?;
    }
    Ok(())
}

/// The digits of chance that names in a script end with, and the number that each gets. It is as
/// long as they are, so that nothing in the program moves.
fn endings(script: &[u8]) -> BTreeMap<Vec<u8>, String> {
    let endings: BTreeSet<&[u8]> = script
        .split(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_')
        .filter(|word| word.starts_with(b"__wb"))
        .filter_map(|name| {
            let (rest, ending) = name.split_at_checked(name.len().checked_sub(DIGITS)?)?;
            let chance = ending.iter().all(u8::is_ascii_hexdigit) && rest.ends_with(b"_");
            chance.then_some(ending)
        })
        .collect();
    let numbered = endings.into_iter().enumerate();
    numbered
        .map(|(number, ending)| (ending.to_vec(), format!("{number:0DIGITS$}")))
        .collect()
}

fn renumber(text: &mut [u8], endings: &BTreeMap<Vec<u8>, String>) {
    let mut at = 0;
    while let Some(found) = text.get_mut(at..at + DIGITS) {
        match endings.get(found) {
            Some(number) => {
                found.copy_from_slice(number.as_bytes());
                at += DIGITS;
            }
            None => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_get_numbers_and_all_else_stays() {
        let mut script = b"__wbg_new_0123456789abcdef: a, __wbg_new_fedcba9876543210: b, \
            __wbg_ptr: c, other_0123456789abcde0: d, __wb0123456789abcdee"
            .to_vec();
        let endings = endings(&script);
        renumber(&mut script, &endings);
        let wanted = "__wbg_new_0000000000000000: a, __wbg_new_0000000000000001: b, \
            __wbg_ptr: c, other_0123456789abcde0: d, __wb0123456789abcdee";
        assert_eq!(String::from_utf8_lossy(&script), wanted);
        let mut program = b"\x1a__wbg_new_fedcba9876543210\0\x01".to_vec();
        renumber(&mut program, &endings);
        assert_eq!(program, b"\x1a__wbg_new_0000000000000001\0\x01");
    }
}
