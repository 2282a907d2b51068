//! Dialogs in which what may be gone is read, and such in which it is not.

use super::read_late;
use crate::sources::Source;

/// What is found in the body of a function.
fn found(body: &str) -> Vec<String> {
    read_late(&Source {
        path: "a.rs".to_owned(),
        text: format!("fn a(till: Till, open: RwSignal<bool>) -> AnyView {{\n{body}\n}}"),
    })
}

#[test]
fn what_may_be_gone_is_found() {
    let bodies = [
        "let title = StoredValue::new(1);
        spawn_local(async move { if till.change().await { till.done(&title.get_value()) } });",
        "let (name, busy) = (RwSignal::new(1), RwSignal::<bool>::new(false));
        spawn_local(async move { if go().await { return; } else { busy.set(name.try_get()) } });",
        "let go = async move { x().await;
            open.set(false) };",
        "let known = Memo::new(move |_| 1); let read = move || known.get();
        spawn_local(async move { x().await; till.done(read()) });",
        "view! { <Button on_press=move || spawn_local(async move { x().await;
            open.set(false) })>\"a\"</Button> }",
        "let done = Callback::new(f);
        spawn_local(async move { match x().await { Ok(id) => done.run(id), Err(_) => {} } });",
        "spawn_local(async move { loop {
            open.set(true); x().await; } });",
        "let times = RwSignal::new(0);
        spawn_local(async move { x().await; count_down(times) });",
        "let heading = NodeRef::<H1>::new();
        request_animation_frame(move || { if let Some(it) = heading.get_untracked() { it.focus() } });",
        "let field = NodeRef::<Input>::new(); Effect::new(move |_| { if field.get().is_some() {
            leptos::prelude::set_timeout(move || focus(field), REST) } });",
        "let name = Signal::derive(f);
        spawn_local(async move { x().await; show(format!(\"{}\", name.get())) });",
    ];
    for body in bodies {
        let names = found(body);
        assert_eq!(names.len(), 1, "{body}: {names:?}");
        assert!(
            names.iter().all(|name| name.starts_with("a.rs:3: ")),
            "{names:?}"
        );
    }
}

#[test]
fn what_is_there_or_tried_is_not() {
    let bodies = [
        "let title = StoredValue::new(1); let title = title.get_value();
        spawn_local(async move { x().await; till.done(title); let _ = open.try_set(false); });",
        "let name = RwSignal::new(1); name.set(2);
        spawn_local(async move { let said = name.get(); till.sheet.set(None); x(name.get()).await;
            till.view.get_untracked(); till.done(said) });",
        "let code = RwSignal::new(1);
        spawn_local(async move { match x().await { Ok(code) => show(code), Err(code) => no(code) };
            if let Some(code) = y().await { show(code) } all.map(|code| code.get()); });",
        "spawn_local(async move { match which { 1 => { x().await; } _ => open.set(true) } });",
        "let heading = NodeRef::<H1>::new(); request_animation_frame(move || {
            if let Some(it) = heading.try_get_untracked().flatten() { it.focus() } });",
        "let name = RwSignal::new(1); view! { <Field value=name /> }",
        "let done = Callback::new(f); spawn_local(async move { x().await; done.try_run(1); });",
    ];
    for body in bodies {
        assert_eq!(found(body), [""; 0], "{body}");
    }
}
