//! A slow device on a slow line, as Chromium imitates them for the tab that is in front. It must not
//! know what is measured there.

use crate::Device;
use serde_json::json;

impl Device {
    /// Makes the processor so many times slower.
    pub async fn slow_down(&self, times: u32) {
        let rate = json!({ "rate": times });
        self.tell("Emulation.setCPUThrottlingRate", rate).await;
    }

    /// Makes the line this slow, both ways.
    pub async fn narrow(&self, bits_a_second: u32, latency_ms: u32) {
        let bytes = f64::from(bits_a_second) / 8.0;
        self.tell("Network.enable", json!({})).await;
        let line = json!({
            "offline": false, "latency": latency_ms,
            "downloadThroughput": bytes, "uploadThroughput": bytes
        });
        self.tell("Network.emulateNetworkConditions", line).await;
    }

    /// Runs a script in each page from now on, before the page's own.
    pub async fn before_each_page(&self, script: &str) {
        let source = json!({ "source": script });
        self.tell("Page.addScriptToEvaluateOnNewDocument", source)
            .await;
    }

    async fn tell(&self, command: &str, words: serde_json::Value) {
        let told = self.driver.cdp().send_raw(command, words).await;
        told.expect("Chromium imitates it");
    }
}
