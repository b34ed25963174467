//! Another program's hands: a Nudge that runs, driven from a terminal or a script.
//!
//! To remember: nothing here knows more than the API tells, and what is printed was made harmless before.

use crate::args::{Attach, Deed, Hold, Inject, Release, Tail, Way};
use crate::looks;
use anstream::{eprintln, println};
use anyhow::{Context as _, anyhow, bail};
use futures_util::{SinkExt as _, StreamExt as _};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use nudge_proxy::view::{plain, told, told_held};
use serde_json::{Value, json};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

/// How long an answer is waited for: longer than the program waits for a receiver.
const PATIENCE: Duration = Duration::from_secs(15);

/// How often is asked how far a sequence is.
const PACE: Duration = Duration::from_millis(100);

/// The longest answer that is read, in bytes: no answer of the program has more.
const LONGEST: usize = 4 * 1024 * 1024;

/// Where a page is, when nobody says.
const PAGE: &str = "127.0.0.1:8863";

/// A program that runs.
struct Remote {
    at: String,
    token: String,
}

/// Does what the command line asks for.
pub(crate) fn run(attach: Attach) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let remote = Remote::of(&attach)?;
    runtime.block_on(async {
        match attach.deed {
            Deed::Tail(tail) => remote.tail(tail).await,
            Deed::Inject(inject) => remote.inject(inject).await,
            Deed::Hold(hold) => remote.hold(hold).await,
            Deed::Release(release) => remote.release(release).await,
        }
    })
}

impl Remote {
    fn of(attach: &Attach) -> anyhow::Result<Remote> {
        let url = std::env::var("NUDGE_URL").ok();
        let (host, in_url) = url.as_deref().map_or((None, None), parts);
        let at = attach.at.clone().or(host).unwrap_or_else(|| PAGE.to_owned());
        let token = match &attach.token_file {
            Some(file) => {
                let mut text = String::new();
                let read =
                    std::fs::File::open(file).and_then(|file| file.take(4096).read_to_string(&mut text));
                read.with_context(|| format!("cannot read --token-file {}", file.display()))?;
                Some(text.trim().to_owned())
            }
            None => std::env::var("NUDGE_TOKEN").ok().or(in_url),
        };
        let token = token.filter(|token| !token.is_empty()).context(
            "no token: set NUDGE_URL to the address that Nudge printed, or NUDGE_TOKEN to what stands behind token= in it, or \
             give --token-file",
        )?;
        Ok(Remote { at, token })
    }

    async fn connect(&self) -> anyhow::Result<TcpStream> {
        let connecting = timeout(PATIENCE, TcpStream::connect(&self.at));
        let connected = connecting.await.map_err(|_| anyhow!("no answer"))?;
        connected.with_context(|| {
            format!("cannot reach {}; is Nudge running? NUDGE_URL or --at says where its page is", self.at)
        })
    }

    /// Asks the API. A refusal is an error in the API's words.
    async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> anyhow::Result<Value> {
        let asking = async {
            let stream = TokioIo::new(self.connect().await?);
            let (mut sender, connection) = http1::handshake(stream).await?;
            tokio::spawn(connection);
            let request = Request::builder()
                .method(method)
                .uri(path)
                .header(HOST, &self.at)
                .header(AUTHORIZATION, format!("Bearer {}", self.token))
                .header(CONTENT_TYPE, "application/json");
            let body = body.map(Value::to_string).unwrap_or_default();
            let answer = sender.send_request(request.body(Full::new(Bytes::from(body)))?).await?;
            let status = answer.status();
            let body = http_body_util::Limited::new(answer.into_body(), LONGEST);
            let body = body.collect().await.map_err(|error| anyhow!("{error}"))?.to_bytes();
            let answer: Value = serde_json::from_slice(&body)
                .with_context(|| format!("what answers at {} is no Nudge", self.at))?;
            match status.is_success() {
                true => Ok(answer),
                false => Err(anyhow!("{}", plain(answer["error"].as_str().unwrap_or("refused")))),
            }
        };
        timeout(PATIENCE, asking).await.map_err(|_| anyhow!("{} does not answer", self.at))?
    }

    async fn tail(&self, tail: Tail) -> anyhow::Result<()> {
        let Tail { filter, from, count, json, reveal } = tail;
        let mut request = format!("ws://{}/api/live", self.at).into_client_request()?;
        request.headers_mut().insert(AUTHORIZATION, format!("Bearer {}", self.token).parse()?);
        // Asked in any case: a refusal of the live feed's has no words.
        let head = self.ask(Method::GET, "/api/status", None).await?["head"].as_u64();
        let from = from.or(head).unwrap_or(1);
        let (mut feed, _) = client_async(request, self.connect().await?).await.context("no live feed")?;
        let question = json!({"id": 1, "get": "entries", "from": from, "follow": true, "filter": filter.join(" "), "reveal": reveal});
        feed.send(Message::text(question.to_string())).await?;
        let mut left = count.unwrap_or(u64::MAX);
        while left > 0 {
            let Some(message) = feed.next().await else { bail!("Nudge ended") };
            let Message::Text(text) = message? else { continue };
            let answer: Value = serde_json::from_str(&text)?;
            if let Some(error) = answer["error"].as_str() {
                bail!("{}", plain(error));
            }
            for (field, what) in [("missed", "forgotten"), ("skipped", "skipped")] {
                if let Some(count @ 1..) = answer[field].as_u64() {
                    eprintln!("({count} entries {what}: they came faster than they are read)");
                }
            }
            for row in answer["entries"]
                .as_array()
                .into_iter()
                .flatten()
                .take(usize::try_from(left).unwrap_or(usize::MAX))
            {
                left -= 1;
                let printed = if json { print_line(row) } else { looks::print(&told(row)) };
                if printed.as_ref().is_err_and(|error| error.kind() == ErrorKind::BrokenPipe) {
                    return Ok(()); // nobody reads any more, which is no failure
                }
                printed.context("cannot print")?;
            }
        }
        Ok(())
    }

    async fn inject(&self, inject: Inject) -> anyhow::Result<()> {
        let session = self.session(&inject.session).await?;
        let dir = if inject.way == Way::C2s { "c2s" } else { "s2c" };
        let typed = typed(&inject.typed)?;
        if inject.is_sequence() {
            let every = u64::try_from(inject.every().as_millis())?;
            let wish = json!({"session": session, "dir": dir, "typed": typed, "hide_reply": inject.hide_reply,
                "times": inject.times, "every_ms": every});
            let id = self.ask(Method::POST, "/api/sequences", Some(&wish)).await?["id"].as_u64();
            return self.watch(id.context("a sequence has a number")?).await;
        }
        let wish = json!({"dir": dir, "typed": typed, "hide_reply": inject.hide_reply});
        let sent = self.ask(Method::POST, &format!("/api/sessions/{session}/inject"), Some(&wish)).await?;
        println!("{}", sent["entry"]);
        Ok(())
    }

    /// Waits until a sequence is over.
    async fn watch(&self, id: u64) -> anyhow::Result<()> {
        loop {
            let told = self.ask(Method::GET, "/api/sequences", None).await?;
            let all = told["sequences"].as_array().cloned().unwrap_or_default();
            let Some(one) = all.iter().find(|one| one["id"] == id) else {
                bail!("the sequence is forgotten")
            };
            match one["state"].as_str() {
                Some("running") => sleep(PACE).await,
                Some("done") => {
                    println!("{}", one["entry"]);
                    return Ok(());
                }
                _ => bail!("{}", plain(one["error"].as_str().unwrap_or("the sequence was stopped"))),
            }
        }
    }

    /// A session by its number, or the newest open one of a kind.
    async fn session(&self, name: &str) -> anyhow::Result<u64> {
        if let Ok(number) = name.parse() {
            return Ok(number);
        }
        let kind = name.to_ascii_uppercase();
        if !["NS", "SB"].contains(&&*kind) {
            bail!("{name:?} is no session: give its number, or NS or SB for the newest of that kind");
        }
        let told = self.ask(Method::GET, "/api/sessions", None).await?;
        let all = told["sessions"].as_array().cloned().unwrap_or_default();
        let open = all.iter().rfind(|one| one["role"] == kind && one["closed"] == false);
        open.and_then(|one| one["id"].as_u64()).with_context(|| {
            format!(
                "no {kind} session is open; wait for one, or give a session's number as nudge tail shows it"
            )
        })
    }

    async fn hold(&self, hold: Hold) -> anyhow::Result<()> {
        let Hold { filter, prove, off } = hold;
        if off {
            self.ask(Method::POST, "/api/hands-off", Some(&json!({}))).await?;
        } else if filter.is_empty() {
            let told = self.ask(Method::GET, "/api/held", None).await?;
            for frame in told["held"].as_array().into_iter().flatten() {
                let row = self.ask(Method::GET, &format!("/api/entries/{}", frame["entry"]), None).await;
                looks::print(&told_held(frame, row.as_ref().unwrap_or(&Value::Null)))?;
            }
        } else {
            let wish = json!({"filter": filter.join(" ").trim(), "prove": prove});
            self.ask(Method::PUT, "/api/hold", Some(&wish)).await?;
        }
        Ok(())
    }

    async fn release(&self, release: Release) -> anyhow::Result<()> {
        let Release { what, how, as_typed } = release;
        if what == "all" {
            self.ask(Method::POST, "/api/held", Some(&json!({}))).await?;
            return Ok(());
        }
        let entry: u64 =
            what.parse().map_err(|_| anyhow!("{what:?} is no entry: give its number, or all"))?;
        let decision = match (how.edit, how.answer) {
            (Some(text), _) => json!({"do": "edit", "typed": typed(&text)?, "measure": !as_typed}),
            (_, Some(text)) => json!({"do": "answer", "typed": typed(&text)?}),
            _ if how.drop => json!({"do": "drop"}),
            _ if how.prove => json!({"do": "prove"}),
            _ => json!({"do": "release"}),
        };
        self.ask(Method::POST, &format!("/api/held/{entry}"), Some(&decision)).await.map(drop)
    }
}

/// Unlike `println`, says whether somebody reads it.
fn print_line(row: &Value) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{row}")?;
    stdout.flush()
}

/// What is typed; `-` reads it from standard input.
fn typed(text: &str) -> anyhow::Result<String> {
    if text != "-" {
        return Ok(text.to_owned());
    }
    let mut read = String::new();
    io::stdin().take(LONGEST as u64).read_to_string(&mut read).context("cannot read standard input")?;
    Ok(read)
}

/// Host and token of a printed address.
fn parts(url: &str) -> (Option<String>, Option<String>) {
    let rest = url.strip_prefix("http://").unwrap_or(url);
    let (host, rest) = rest.split_once('/').unwrap_or((rest, ""));
    let token = rest.split_once("token=").map(|(_, token)| token.trim().to_owned());
    (Some(host.to_owned()).filter(|host| !host.is_empty()), token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_address_names_host_and_token() {
        let (host, token) = parts("http://127.0.0.1:8863/?token=abc\n");
        assert_eq!((host.as_deref(), token.as_deref()), (Some("127.0.0.1:8863"), Some("abc")));
        assert_eq!(parts("127.0.0.1:9"), (Some("127.0.0.1:9".to_owned()), None));
        assert_eq!(parts(""), (None, None));
    }
}
