//! Every dialog is confirmed once: what was done is there, is said, and can be taken back where that
//! is offered. A panic or a word of the browser's console ends the story.

mod backoffice;
mod register;
