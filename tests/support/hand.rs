//! What a hand does beyond pressing, and what a person allows the browser to do.

use crate::device::Device;
use crate::wait::until;
use serde_json::json;
use thirtyfour::RequestData;
use thirtyfour::SessionId;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::prelude::*;

impl Device {
    /// Drags what a CSS selector names this many pixels across and down.
    pub async fn drag(&self, selector: &str, across: i64, down: i64) {
        self.see_selector(selector).await;
        until(&format!("{selector} can be dragged"), || async {
            let Ok(element) = self.driver.find(By::Css(selector)).await else {
                return false;
            };
            let hand = self.driver.action_chain().click_and_hold_element(&element);
            let hand = hand.move_by_offset(across, down).release();
            hand.perform().await.is_ok()
        })
        .await;
    }

    /// Somebody has allowed this page to show notifications, or has refused it.
    pub async fn may_notify(&self, allowed: bool) {
        let state = if allowed { "granted" } else { "denied" };
        let handle = self.driver.handle();
        handle.cmd(Permission(state)).await.unwrap();
    }
}

/// What becomes of a page's wish to show notifications, as WebDriver's permissions say it.
#[derive(Debug)]
struct Permission(&'static str);

impl FormatRequestData for Permission {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let wanted = json!({ "descriptor": { "name": "notifications" }, "state": self.0 });
        let path = format!("/session/{session}/permissions");
        RequestData::new("POST".parse().unwrap(), path).add_body(wanted)
    }
}
