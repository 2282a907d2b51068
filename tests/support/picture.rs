//! Pictures of what a device shows. It must not know any screen.

use crate::Device;
use crate::watch::REST;
use base64::Engine;
use serde_json::json;
use std::path::Path;

impl Device {
    /// Shows the screen in `light` or `dark` and waits until nothing moves any more.
    /// The pointer rests in a corner.
    pub async fn settle_in(&self, theme: &str) {
        let away = self.driver.action_chain().move_to(0, 0);
        away.perform().await.unwrap();
        let script = format!("{REST} in_theme(arguments[0]).then(arguments[1])");
        self.run_until_done(&script, vec![json!(theme)]).await;
    }

    /// A picture of the screen, exact.
    pub async fn picture(&self, file: &Path) {
        self.driver.screenshot(file).await.unwrap();
    }

    /// A picture of the screen as a small WebP; Chromium alone can take one.
    pub async fn small_picture(&self, file: &Path) {
        let wanted = json!({ "format": "webp", "quality": 80 });
        let taken = self
            .driver
            .cdp()
            .send_raw("Page.captureScreenshot", wanted)
            .await
            .unwrap();
        let bytes = base64::prelude::BASE64_STANDARD
            .decode(taken["data"].as_str().unwrap())
            .unwrap();
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
}
