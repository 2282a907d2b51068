//! The rules that runs are to exercise: those that `docs/RULES.md` states as held, read from there,
//! so that a rule which is added to the page is missed here until something happens that it is about.
//!
//! It must not know where a rule is counted: checks do that, with `Report::rule`, wherever they see
//! it happen; what no other check sees is counted in `check/rules.rs`.

/// The page.
const PAGE: &str = include_str!("../../../docs/RULES.md");

/// The ids of the rules that are held, in the order of the page.
pub fn held() -> impl Iterator<Item = &'static str> {
    PAGE.lines().filter_map(|line| {
        let (id, _) = line.strip_prefix("- ")?.split_once(' ')?;
        let (letter, number) = id.split_at_checked(1)?;
        let is_rule =
            letter.chars().all(|c| c.is_ascii_uppercase()) && number.parse::<u8>().is_ok();
        is_rule.then_some(id)
    })
}
