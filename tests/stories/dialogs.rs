//! Every dialog is confirmed, and brings what it says.

mod backoffice;
