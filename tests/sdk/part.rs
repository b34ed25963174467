//! One person at a client that is not ours: what the child process does.
//!
//! A command a line on standard input, an answer or an event a line on standard output, all of them JSON. To remember:
//! the published client loops without end on a command cut at the end of a read, so this process ends by itself when
//! its time is over, whatever the client does.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use msnp11_sdk::{Client, Event, MsnpStatus, PlainText, Switchboard};
use serde_json::{Value, json};
use std::error::Error;
use std::io::{self, Write as _};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// The environment variable that makes a process play a part; it holds the account.
pub(super) const ACCOUNT: &str = "NUDGE_TEST_ACCOUNT";

/// The name of the test below, which is where such a process begins.
pub(super) const TEST: &str = "sdk::part::a_part_is_played";

/// A process is given up after this long.
const LIMIT: Duration = Duration::from_secs(60);

/// More redirects than this lead nowhere.
const MOST_REDIRECTS: usize = 4;

#[test]
#[ignore = "a client that other tests start; by itself it does nothing"]
fn a_part_is_played() {
    let Ok(account) = std::env::var(ACCOUNT) else { return };
    let (alive, over) = sync_channel::<()>(0);
    thread::spawn(move || {
        if over.recv_timeout(LIMIT) == Err(RecvTimeoutError::Timeout) {
            std::process::exit(1);
        }
    });
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(2).enable_all().build().expect("a runtime");
    let mut part = Part { account, client: None, conversation: Conversation::default() };
    for line in io::stdin().lines() {
        let command: Value = serde_json::from_str(&line.expect("a line")).expect("a command in JSON");
        let failure = runtime.block_on(part.perform(&command)).err().map(|error| error.to_string());
        tell(&json!({"id": command["id"], "failure": failure}));
    }
    // A task of the client's that never ends must not keep this process.
    runtime.shutdown_background();
    drop(alive);
}

type Conversation = Arc<Mutex<Option<Arc<Switchboard>>>>;

struct Part {
    account: String,
    client: Option<Client>,
    /// The newest one.
    conversation: Conversation,
}

type Performed = Result<(), Box<dyn Error>>;

impl Part {
    async fn perform(&mut self, command: &Value) -> Performed {
        let text = |name: &str| command[name].as_str().unwrap_or_default().to_owned();
        if command["do"] == "sign in" {
            return Box::pin(self.sign_in(text("at"), &text("nexus"))).await;
        }
        let client = self.client.as_ref().ok_or("not signed in")?;
        match command["do"].as_str().unwrap_or_default() {
            "block" => client.block_contact(&text("whom")).await?,
            "name" => client.set_display_name(&text("name")).await?,
            "picture" => drop(client.set_display_picture(STANDARD.decode(text("picture"))?).await?),
            "appear" => client.set_presence(MsnpStatus::Online).await?,
            "invite" => converse(&self.conversation, &Arc::new(client.create_session(&text("whom")).await?)),
            "sign out" => client.disconnect().await?,
            _ => return self.converse(command).await,
        }
        Ok(())
    }

    /// Follows redirects, each with a client of its own, as the crate's documentation says to.
    async fn sign_in(&mut self, mut at: String, nexus: &str) -> Performed {
        for _ in 0..MOST_REDIRECTS {
            let (host, port) = at.rsplit_once(':').ok_or("an address without a port")?;
            let client = Client::new(host, port.parse()?).await?;
            let conversation = self.conversation.clone();
            client.add_event_handler_closure(move |event| {
                let conversation = conversation.clone();
                async move { hear(&event, &conversation) }
            });
            let account = self.account.clone();
            match client.login(account, "any password", nexus, "msnp11-sdk", "0.13").await? {
                Event::RedirectedTo { server, port } => at = format!("{server}:{port}"),
                _ => {
                    self.client = Some(client);
                    return Ok(());
                }
            }
            tell(&json!({"event": "redirected", "to": at}));
        }
        Err("redirected again and again".into())
    }

    /// What is done in a conversation.
    async fn converse(&self, command: &Value) -> Performed {
        let text = |name: &str| command[name].as_str().unwrap_or_default().to_owned();
        let conversation = self.conversation.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let conversation = conversation.ok_or("in no conversation")?;
        match command["do"].as_str().unwrap_or_default() {
            "type" => conversation.send_typing_user(&self.account).await?,
            "say" => conversation.send_text_message(&plain(text("text"))).await?,
            "nudge" => conversation.send_nudge().await?,
            "ask for the picture" => {
                conversation.request_contact_display_picture(&text("whom"), &text("object")).await?;
            }
            "leave" => conversation.disconnect().await?,
            unknown => return Err(format!("nobody knows how to {unknown}").into()),
        }
        Ok(())
    }
}

fn plain(text: String) -> PlainText {
    let color = "0".to_owned();
    PlainText { bold: false, italic: false, underline: false, strikethrough: false, color, text }
}

/// Takes part in a conversation from now on.
fn converse(place: &Conversation, switchboard: &Arc<Switchboard>) {
    *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(switchboard.clone());
    let conversation = place.clone();
    switchboard.add_event_handler_closure(move |event| {
        let conversation = conversation.clone();
        async move { hear(&event, &conversation) }
    });
}

/// Tells what the client told.
fn hear(event: &Event, conversation: &Conversation) {
    tell(&match event {
        Event::SessionAnswered(switchboard) => return converse(conversation, switchboard),
        Event::InitialPresenceUpdate { email, display_name, presence }
        | Event::PresenceUpdate { email, display_name, presence } => {
            json!({"event": "presence", "of": email, "name": display_name, "object": presence.msn_object_string})
        }
        Event::ContactOffline { email } => json!({"event": "offline", "who": email}),
        Event::ParticipantInSwitchboard { email } => json!({"event": "joined", "who": email}),
        Event::ParticipantLeftSwitchboard { email } => json!({"event": "left", "who": email}),
        Event::TypingNotification { email } => json!({"event": "typing", "who": email}),
        Event::TextMessage { email, message } => json!({"event": "text", "who": email, "text": message.text}),
        Event::Nudge { email } => json!({"event": "nudge", "who": email}),
        Event::DisplayPicture { email, data } => {
            json!({"event": "picture", "who": email, "picture": STANDARD.encode(data)})
        }
        _ => return,
    });
}

/// Says something on a line of its own: the test runner says things too, and not always whole lines.
fn tell(what: &Value) {
    let written = io::stdout().lock().write_all(format!("\n{what}\n").as_bytes());
    written.expect("the test reads to the end");
}
