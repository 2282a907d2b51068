//! The modules of a crate and which of its files import which.
//!
//! Owns how a path is followed to the file that defines what it names: through `use`, through
//! re-exports, through an imported module. A parent that declares or only hands on what a child
//! defines does not import it. It must not know what is asked of the imports.

use std::collections::{BTreeMap, BTreeSet};

use crate::sources::is_word;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The files that each file imports, from the root of the clone.
pub type Imports = BTreeMap<String, BTreeSet<String>>;

/// How far aliases of aliases are followed.
const DEEPEST: usize = 16;

/// What brings forth an item of this name.
const ITEMS: [&str; 9] = [
    "const",
    "enum",
    "fn",
    "static",
    "struct",
    "trait",
    "type",
    "union",
    "macro_rules",
];

#[derive(Default)]
struct Module {
    file: String,
    /// Where the files of its children lie.
    folder: String,
    parent: usize,
    children: BTreeMap<String, usize>,
    items: BTreeSet<String>,
    uses: Vec<Use>,
    /// Names by themselves, outside paths.
    mentions: BTreeSet<String>,
    paths: BTreeSet<Vec<String>>,
}

#[derive(Clone)]
struct Use {
    path: Vec<String>,
    /// The name that it has here; none for `*`.
    name: Option<String>,
    /// Whether others may have it from here.
    handed_on: bool,
}

enum Found {
    Module(usize),
    /// Something that is defined in this module.
    Item(usize),
    /// Something of another crate.
    Outside,
}

/// The imports of a crate, its root file and a way to read the others given.
pub fn imports(root: &str, read: &dyn Fn(&str) -> Option<String>) -> Imports {
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut krate = Crate {
        modules: Vec::new(),
        read,
    };
    krate.file(root.to_owned(), folder.to_owned(), 0);
    krate.imports()
}

struct Crate<'a> {
    modules: Vec<Module>,
    read: &'a dyn Fn(&str) -> Option<String>,
}

impl Crate<'_> {
    /// Takes in a file and all below it.
    fn file(&mut self, file: String, folder: String, parent: usize) -> Option<usize> {
        let text = (self.read)(&file)?;
        let Ok(tokens) = text.parse::<TokenStream>() else {
            panic!("{file} is not Rust")
        };
        Some(self.module(file, folder, parent, tokens))
    }

    fn module(
        &mut self,
        file: String,
        folder: String,
        parent: usize,
        tokens: TokenStream,
    ) -> usize {
        let at = self.modules.len();
        self.modules.push(Module {
            file,
            folder,
            parent,
            ..Module::default()
        });
        self.walk(tokens, at, true);
        at
    }

    /// Takes in the tokens of a module, or with `top` unset of a body inside it.
    fn walk(&mut self, tokens: TokenStream, at: usize, top: bool) {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        let mut rest = trees.as_slice();
        let mut before: Option<&TokenTree> = None;
        while let Some((first, after)) = rest.split_first() {
            let mut next = after;
            match first {
                _ if is_test(rest) => {
                    next = end_of_item(rest);
                    if let Some(name) = declared(rest, next) {
                        self.child(at, name);
                    }
                }
                TokenTree::Ident(word) if word == "use" && !is_sign(before, '<') => {
                    let end = after.iter().position(|tree| is_sign(Some(tree), ';'));
                    let (path, left) = after.split_at(end.unwrap_or(after.len()));
                    next = left;
                    let handed_on = top && before.is_some_and(is_visible);
                    used(path, Vec::new(), handed_on, &mut self.modules[at].uses);
                }
                TokenTree::Ident(word) if top && word == "mod" => {
                    if let [TokenTree::Ident(name), body, ..] = after {
                        next = &after[2..];
                        self.inner(at, name.to_string(), body);
                    }
                }
                TokenTree::Ident(word) => {
                    let mut path = vec![word.to_string()];
                    while let [one, two, TokenTree::Ident(segment), left @ ..] = next
                        && is_sign(Some(one), ':')
                        && is_sign(Some(two), ':')
                    {
                        path.push(segment.to_string());
                        next = left;
                    }
                    let own = !is_sign(before, ':') || !is_path(&trees, rest);
                    if own && !is_sign(before, '.') {
                        self.named(at, top, path, next);
                    }
                }
                TokenTree::Group(group) => self.walk(group.stream(), at, false),
                TokenTree::Literal(text) => {
                    // `#[serde(with = "crate::codec")]`
                    let text = text.to_string();
                    let path = text.trim_matches('"').split("::").map(str::to_owned);
                    let path: Vec<String> = path.collect();
                    let whole = path
                        .iter()
                        .all(|part| !part.is_empty() && part.chars().all(is_word));
                    if whole && path.first().is_some_and(|first| first == "crate") {
                        self.modules[at].paths.insert(path);
                    }
                }
                TokenTree::Punct(_) => {}
            }
            before = Some(first);
            rest = next;
        }
    }

    /// Takes in a name or a path, and what it defines if it is the word for an item.
    fn named(&mut self, at: usize, top: bool, path: Vec<String>, after: &[TokenTree]) {
        let module = &mut self.modules[at];
        let (Some(first), more) = (path.first(), path.len() > 1) else {
            return;
        };
        if top && !more && ITEMS.contains(&first.as_str()) {
            let name = after.iter().find_map(|tree| match tree {
                TokenTree::Ident(name) => Some(name.to_string()),
                _ => None,
            });
            module.items.extend(name);
        }
        match more {
            true => module.paths.insert(path),
            false => module.mentions.insert(first.clone()),
        };
    }

    fn inner(&mut self, at: usize, name: String, body: &TokenTree) {
        match body {
            TokenTree::Group(group) => {
                let (file, folder) = (&self.modules[at].file, &self.modules[at].folder);
                let (file, folder) = (file.clone(), format!("{folder}/{name}"));
                let child = self.module(file, folder, at, group.stream());
                self.modules[at].children.insert(name, child);
            }
            _ => self.child(at, name),
        }
    }

    /// Takes in the file of a declared module.
    fn child(&mut self, at: usize, name: String) {
        let folder = format!("{}/{name}", self.modules[at].folder);
        let folder = folder.trim_start_matches('/').to_owned();
        if let Some(child) = self.file(format!("{folder}.rs"), folder, at) {
            self.modules[at].children.insert(name, child);
        }
    }

    fn imports(&self) -> Imports {
        let mut all = Imports::new();
        for (at, module) in self.modules.iter().enumerate() {
            let own = all.entry(module.file.clone()).or_default();
            own.extend(
                self.imported(at)
                    .map(|from| self.modules[from].file.clone()),
            );
            own.remove(&module.file);
        }
        all
    }

    /// The modules that define what a module names.
    fn imported(&self, at: usize) -> impl Iterator<Item = usize> {
        let module = &self.modules[at];
        let item = move |path: &[String]| match self.follow(at, path, 0) {
            Some(Found::Item(from)) => Some(from),
            // What a module that was imported is wanted for, its paths say.
            _ => None,
        };
        let uses = module.uses.iter().flat_map(move |used| match &used.name {
            Some(name) if used.handed_on && !module.mentions.contains(name) => Vec::new(),
            Some(_) => item(&used.path).into_iter().collect(),
            None => self.taken(at, used),
        });
        let paths = module.paths.iter().filter_map(move |path| item(path));
        uses.chain(paths)
    }

    /// Where the names come from that a module has by `use …::*` and mentions.
    fn taken(&self, at: usize, glob: &Use) -> Vec<usize> {
        let Some(Found::Module(from)) = self.follow(at, &glob.path, 0) else {
            return Vec::new();
        };
        let module = &self.modules[at];
        let firsts = module.paths.iter().filter_map(|path| path.first());
        let names = module.mentions.iter().chain(firsts);
        let found = names.filter_map(|name| match self.look(from, name, true, 0) {
            Some(Found::Item(from)) => Some(from),
            _ => None,
        });
        found.collect()
    }

    /// Where a path leads, seen from a module; `None` outside the crate.
    fn follow(&self, at: usize, path: &[String], depth: usize) -> Option<Found> {
        let (first, mut rest) = path.split_first()?;
        let mut here = match first.as_str() {
            "crate" => 0,
            "self" => at,
            "super" => self.modules[at].parent,
            name => match self.look(at, name, rest.is_empty(), depth)? {
                Found::Module(module) => module,
                found => return Some(found),
            },
        };
        while let Some((segment, after)) = rest.split_first() {
            rest = after;
            if segment == "super" {
                here = self.modules[here].parent;
                continue;
            }
            match self.look(here, segment, rest.is_empty(), depth) {
                Some(Found::Module(module)) => here = module,
                Some(found) => return Some(found),
                // Made by a macro there.
                None => return Some(Found::Item(here)),
            }
        }
        Some(Found::Module(here))
    }

    /// What a name is in a module: as the last of a path rather an item, else rather a module.
    fn look(&self, at: usize, name: &str, last: bool, depth: usize) -> Option<Found> {
        if depth > DEEPEST {
            return None;
        }
        let module = &self.modules[at];
        let child = module.children.get(name).copied().map(Found::Module);
        if child.is_some() && !last {
            return child;
        }
        if module.items.contains(name) {
            return Some(Found::Item(at));
        }
        let by_name = module
            .uses
            .iter()
            .filter(|used| used.name.as_deref() == Some(name));
        // `use save::save` in the parent of `save` does not lead back to itself.
        let by_name = by_name.filter(|used| used.path.len() > 1);
        let mut found = by_name.map(|used| {
            let found = self.follow(at, &used.path, depth + 1);
            found.unwrap_or(Found::Outside)
        });
        let globs = module.uses.iter().filter(|used| used.name.is_none());
        let mut globbed = globs.filter_map(|glob| match self.follow(at, &glob.path, depth + 1) {
            Some(Found::Module(from)) if from != at => self.look(from, name, last, depth + 1),
            _ => None,
        });
        found.next().or(child).or_else(|| globbed.next())
    }
}

/// Takes the tree of a `use` apart.
fn used(tree: &[TokenTree], mut path: Vec<String>, handed_on: bool, found: &mut Vec<Use>) {
    let mut name = None;
    let mut rest = tree;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            TokenTree::Ident(word) if word == "as" => {
                name = after.first().map(ToString::to_string);
                break;
            }
            TokenTree::Ident(word) if word == "self" && !path.is_empty() => {}
            TokenTree::Ident(word) => path.push(word.to_string()),
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for part in inner.split(|tree| is_sign(Some(tree), ',')) {
                    used(part, path.clone(), handed_on, found);
                }
                return;
            }
            star if is_sign(Some(star), '*') => {
                found.push(Use {
                    path,
                    name: None,
                    handed_on,
                });
                return;
            }
            _ => {}
        }
    }
    let name = name.or_else(|| path.last().cloned());
    if name.is_some() {
        found.push(Use {
            path,
            name,
            handed_on,
        });
    }
}

fn is_sign(tree: Option<&TokenTree>, sign: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(its)) if its.as_char() == sign)
}

/// Whether what stands before a `use` is `pub` or the braces of `pub(crate)`.
fn is_visible(before: &TokenTree) -> bool {
    match before {
        TokenTree::Ident(word) => word == "pub",
        TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis,
        _ => false,
    }
}

/// Whether `rest`, the end of `trees`, goes on a path: two colons stand before it.
fn is_path(trees: &[TokenTree], rest: &[TokenTree]) -> bool {
    let before = trees.len().saturating_sub(rest.len());
    let earlier = before.checked_sub(2).and_then(|at| trees.get(at));
    is_sign(earlier, ':')
}

/// Whether an item for tests alone begins here.
fn is_test(trees: &[TokenTree]) -> bool {
    let [hash, TokenTree::Group(group), ..] = trees else {
        return false;
    };
    let text = group.stream().to_string().replace(' ', "");
    is_sign(Some(hash), '#') && (text == "cfg(test)" || text.starts_with("cfg(all(test,"))
}

/// What follows an item: its semicolon or its braces.
fn end_of_item(trees: &[TokenTree]) -> &[TokenTree] {
    let end = trees.iter().position(|tree| match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        other => is_sign(Some(other), ';'),
    });
    end.and_then(|end| trees.get(end + 1..)).unwrap_or_default()
}

/// The module whose file an item declares.
fn declared(item: &[TokenTree], after: &[TokenTree]) -> Option<String> {
    match item.get(..item.len().saturating_sub(after.len()))? {
        [.., TokenTree::Ident(word), TokenTree::Ident(name), end] if word == "mod" => {
            is_sign(Some(end), ';').then(|| name.to_string())
        }
        _ => None,
    }
}
