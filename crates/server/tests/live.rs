//! The live stream: a hint that brings the same patches as a pull.

use crate::support::{Shop, Till, soon};
use reqwest::{Method, Response};
use sync::protocol::{Live, Patch};

/// A stream of server-sent events, read one at a time.
pub struct Stream {
    response: Response,
    text: String,
}

/// One event: its name, its id and its data.
type Event = (String, Option<u64>, Live);

impl Stream {
    pub async fn of(till: &Till) -> Stream {
        let path = format!(
            "/api/register/live?epoch={}&since={}",
            till.epoch, till.cursor
        );
        let response = till
            .browser
            .send(till.browser.request(Method::GET, &path))
            .await;
        assert_eq!(response.status(), 200);
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "text/event-stream");
        assert_eq!(header("x-accel-buffering"), "no");
        Stream {
            response,
            text: String::new(),
        }
    }

    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let event = parsed(event);
                self.text = rest.to_owned();
                return Some(event);
            }
            let chunk = soon("an event", self.response.chunk()).await.unwrap()?;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    pub async fn patch(&mut self) -> Patch {
        loop {
            if let Live::Patch(patch) = self.next().await.unwrap().2 {
                return patch;
            }
        }
    }
}

fn parsed(event: &str) -> Event {
    let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name));
    let live = serde_json::from_str(field("data: ").unwrap()).unwrap();
    let id = field("id: ").map(|id| id.parse().unwrap());
    (field("event: ").unwrap().to_owned(), id, live)
}

/// B5: what was missed comes first, then each commit, continuing the cursor, with the device's own
/// acknowledgement.
#[tokio::test]
async fn b5_patches_arrive_and_continue_the_cursor() {
    let shop = Shop::open().await;
    let mut listening = shop.till(0).await;
    let mut writer = shop.till(1).await;
    listening.pull().await;
    let (_, open) = writer.open("0001", 1);
    writer.make(&[open]).await;
    let mut stream = Stream::of(&listening).await;
    let (name, id, missed) = stream.next().await.unwrap();
    let Live::Patch(missed) = missed else {
        panic!("what was missed comes first");
    };
    assert_eq!((name.as_str(), id), ("patch", Some(missed.to)));
    assert_eq!(missed.from, listening.cursor);
    listening.apply(missed);
    for n in 2..5 {
        let (_, open) = writer.open(&format!("{n:04}"), 1);
        writer.make(&[open]).await;
        let patch = stream.patch().await;
        assert_eq!((patch.from, patch.acknowledged), (listening.cursor, 0));
        listening.apply(patch);
    }
    let (_, open) = listening.open("0001", 1);
    listening.make(&[open]).await;
    let patch = stream.patch().await;
    assert_eq!(patch.acknowledged, 1, "its own change is covered");
    listening.apply(patch);
}

/// B5: with nothing missed the stream begins with where the log ends.
#[tokio::test]
async fn b5_a_stream_begins_with_the_head() {
    let shop = Shop::open().await;
    let mut till = shop.till(0).await;
    till.pull().await;
    let mut stream = Stream::of(&till).await;
    let (name, id, live) = stream.next().await.unwrap();
    assert_eq!((name.as_str(), id), ("heartbeat", None));
    assert!(matches!(live, Live::Heartbeat { head, .. } if head == till.cursor));
}

/// B5: a server that stops says goodbye and ends the stream.
#[tokio::test]
async fn b5_a_stopping_server_says_goodbye() {
    let mut shop = Shop::open().await;
    let mut till = shop.till(0).await;
    till.pull().await;
    let mut stream = Stream::of(&till).await;
    stream.next().await.unwrap();
    let (_, event) = tokio::join!(shop.close(), stream.next());
    let (name, _, live) = event.unwrap();
    assert_eq!(name, "bye");
    assert!(matches!(live, Live::Bye { retry_ms } if retry_ms < 10_000));
    assert_eq!(stream.next().await, None);
}

/// BackOffice sees which registers listen right now (F6), and that one was heard of for as long as it
/// listened, however quiet it was.
#[tokio::test]
async fn f6_backoffice_sees_who_listens() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 0).await;
    till.pull().await;
    assert!(!shop.registers(&manager).await[0].connected);
    let mut stream = Stream::of(&till).await;
    stream.next().await.unwrap();
    let listening = shop.registers(&manager).await.remove(0);
    assert!(listening.connected);
    drop(stream);
    soon("the end of the stream", async {
        loop {
            let now = shop.registers(&manager).await.remove(0);
            if !now.connected && now.last_seen_ms > listening.last_seen_ms {
                break;
            }
        }
    })
    .await;
}
