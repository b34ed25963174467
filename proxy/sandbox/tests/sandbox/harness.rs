//! A sandbox on free ports, and the end of a wire to it.

use md5::{Digest, Md5};
use msnp::{Deframer, Direction};
use nudge_sandbox::{Accounts, Addresses, Config, Manner, Sandbox};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// Nothing here takes this long.
const LIMIT: Duration = Duration::from_secs(5);

/// MSN Messenger 6.0, as a client of MSNP8 and later says it.
pub(crate) const CAPABILITIES: &str = "268435456";

/// A running sandbox that ends with the test.
pub(crate) struct Town {
    pub(crate) at: Addresses,
    closing: CancellationToken,
    running: JoinHandle<()>,
}

impl Town {
    /// Where everybody may sign in and the bot does not ring by itself.
    pub(crate) async fn open() -> Town {
        Town::with(None, Duration::from_secs(3600)).await
    }

    /// Where only these may sign in.
    pub(crate) async fn of(accounts: &str) -> Town {
        let accounts = Accounts::from_toml(accounts).expect("accounts");
        Town::with(Some(accounts), Duration::from_secs(3600)).await
    }

    pub(crate) async fn with(accounts: Option<Accounts>, rings_after: Duration) -> Town {
        let config = Config {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            ports: [0; 4],
            accounts,
            manner: Manner { typing: Duration::from_millis(5), rings_after },
        };
        let sandbox = Sandbox::start(config).await.expect("free ports");
        let (at, closing) = (sandbox.addresses(), CancellationToken::new());
        let running = tokio::spawn(sandbox.run(closing.clone()));
        Town { at, closing, running }
    }

    /// Ends the sandbox and waits for that.
    pub(crate) async fn close(self) {
        self.closing.cancel();
        timeout(LIMIT, self.running).await.expect("it ends in time").expect("it does not panic");
    }

    /// A wire to the notification server, after VER.
    pub(crate) async fn greeted(&self, dialect: u8) -> Wire {
        let mut wire = Wire::to(self.at.notification).await;
        wire.send(&format!("VER 1 MSNP{dialect} CVR0")).await;
        wire.expect(&format!("VER 1 MSNP{dialect}")).await;
        wire
    }

    /// A client signed in: everything up to the profile was said.
    pub(crate) async fn signed_in(&self, dialect: u8, account: &str) -> Wire {
        let mut wire = self.greeted(dialect).await;
        if dialect <= 7 {
            wire.send(&format!("USR 3 MD5 I {account}")).await;
            let salted = wire.until("USR 3 MD5 S ").await;
            let salt = salted.rsplit(' ').next().expect("a salt");
            wire.send(&format!("USR 4 MD5 S {}", digest(salt, "hunter2"))).await;
        } else {
            wire.send(&format!("USR 3 TWN I {account}")).await;
            wire.until("USR 3 TWN S ").await;
            let ticket = self.ticket(account, "hunter2").await.expect("everybody may sign in");
            wire.send(&format!("USR 4 TWN S {ticket}")).await;
        }
        wire.until("USR 4 OK ").await;
        wire.until("MSG Hotmail Hotmail ").await;
        wire
    }

    /// A client signed in and to be seen.
    pub(crate) async fn online(&self, dialect: u8, account: &str) -> Wire {
        let mut wire = self.signed_in(dialect, account).await;
        let how = if dialect <= 7 { "NLN".to_owned() } else { format!("NLN {CAPABILITIES}") };
        wire.send(&format!("CHG 5 {how}")).await;
        wire.until("CHG 5 ").await;
        if dialect >= 6 {
            wire.until("CHL 0 ").await;
        }
        wire
    }

    /// What the login server gives for a password: `t=…&p=`.
    pub(crate) async fn ticket(&self, account: &str, password: &str) -> Option<String> {
        let answer = self
            .get(
                "/login2.srf",
                &format!(
                    "Authorization: Passport1.4 OrgVerb=GET,OrgURL=http%3A%2F%2Fmessenger%2Emsn%2Ecom,\
                     sign-in={},pwd={password},lc=1033,id=507\r\n",
                    account.replace('@', "%40")
                ),
            )
            .await;
        let (_, ticket) = answer.split_once("from-PP='")?;
        Some(ticket.split('\'').next().unwrap_or_default().to_owned())
    }

    /// The head of an HTTP answer.
    pub(crate) async fn get(&self, path: &str, header: &str) -> String {
        let mut stream = TcpStream::connect(self.at.http).await.expect("it listens");
        let request = format!("GET {path} HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n{header}\r\n");
        stream.write_all(request.as_bytes()).await.expect("it reads");
        let mut answer = String::new();
        timeout(LIMIT, stream.read_to_string(&mut answer)).await.expect("in time").expect("an answer");
        answer
    }

    /// A conversation of one's own: XFR and USR.
    pub(crate) async fn switchboard(&self, ns: &mut Wire, account: &str) -> Wire {
        ns.send("XFR 90 SB").await;
        let redirect = ns.until("XFR 90 SB ").await;
        let words: Vec<_> = redirect.split_whitespace().collect();
        assert_eq!((words[3], words[4]), (self.at.switchboard.to_string().as_str(), "CKI"));
        let mut wire = Wire::to(self.at.switchboard).await;
        wire.send(&format!("USR 1 {account} {}", words[5])).await;
        wire.until(&format!("USR 1 OK {account} ")).await;
        wire
    }

    /// Two people in one conversation: the first called the second.
    pub(crate) async fn chat(&self, first: (&mut Wire, &str), second: (&mut Wire, &str)) -> (Wire, Wire) {
        let mut caller = self.switchboard(first.0, first.1).await;
        caller.send(&format!("CAL 2 {}", second.1)).await;
        let callee = self.answered(second.0, second.1).await;
        caller.until(&format!("JOI {} ", second.1)).await;
        (caller, callee)
    }

    /// The conversation one is rung for.
    pub(crate) async fn answered(&self, ns: &mut Wire, account: &str) -> Wire {
        let ring = ns.until("RNG ").await;
        let words: Vec<_> = ring.split_whitespace().collect();
        let mut wire = Wire::to(words[2].parse().expect("an address")).await;
        wire.send(&format!("ANS 1 {account} {} {}", words[4], words[1])).await;
        wire.until("ANS 1 OK").await;
        wire
    }
}

/// What a client up to MSNP7 says in place of its password.
pub(crate) fn digest(salt: &str, password: &str) -> String {
    let digest: [u8; 16] = Md5::digest(format!("{salt}{password}")).into();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// One connection, seen from the client.
pub(crate) struct Wire {
    stream: TcpStream,
    deframer: Deframer,
    bytes: Vec<u8>,
}

impl Wire {
    pub(crate) async fn to(at: SocketAddr) -> Wire {
        let stream = TcpStream::connect(at).await.expect("it listens");
        Wire { stream, deframer: Deframer::new(Direction::ServerToClient), bytes: Vec::new() }
    }

    pub(crate) async fn send(&mut self, line: &str) {
        self.send_bytes(format!("{line}\r\n").as_bytes()).await;
    }

    pub(crate) async fn send_bytes(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes).await; // where it has closed, reading tells
    }

    /// Says that nothing more will be said.
    pub(crate) async fn shut(&mut self) {
        let _ = self.stream.shutdown().await; // the other side may have gone first
    }

    /// A message: its command and payload.
    pub(crate) async fn say(&mut self, trid: u32, letter: &str, payload: &str) {
        self.send_bytes(format!("MSG {trid} {letter} {}\r\n{payload}", payload.len()).as_bytes()).await;
    }

    /// The next command, payload included, without the line end of a bare line. `None` at the end.
    pub(crate) async fn next(&mut self) -> Option<String> {
        let bytes = self.next_bytes().await?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let bare = text.find("\r\n") == Some(text.len() - 2);
        Some(if bare { text.trim_end_matches("\r\n").to_owned() } else { text })
    }

    /// The next command as it came.
    pub(crate) async fn next_bytes(&mut self) -> Option<Vec<u8>> {
        loop {
            if let Some(frame) = self.deframer.next_frame(&self.bytes) {
                assert!(!frame.opaque, "not MSNP: {:?}", String::from_utf8_lossy(frame.bytes));
                let length = frame.bytes.len();
                return Some(self.bytes.drain(..length).collect());
            }
            let read = timeout(LIMIT, self.stream.read_buf(&mut self.bytes)).await;
            match read.expect("the server says something in time") {
                Ok(read) if read > 0 => {}
                _ => return None,
            }
        }
    }

    /// The next command, however long it takes.
    pub(crate) async fn whenever(&mut self) -> Option<String> {
        while !self.bytes.ends_with(b"\n") {
            if !matches!(self.stream.read_buf(&mut self.bytes).await, Ok(read) if read > 0) {
                break;
            }
        }
        if self.bytes.is_empty() { None } else { self.next().await }
    }

    /// The next command must be this one.
    #[track_caller]
    pub(crate) fn expect(&mut self, line: &str) -> impl Future<Output = ()> {
        let caller = std::panic::Location::caller();
        async move {
            let next = self.next().await;
            assert_eq!(next.as_deref(), Some(line), "at {caller}");
        }
    }

    /// Reads on to the command that begins like this.
    #[track_caller]
    pub(crate) fn until(&mut self, start: &str) -> impl Future<Output = String> {
        let caller = std::panic::Location::caller();
        async move {
            let mut passed = Vec::new();
            while let Some(next) = self.next().await {
                if next.starts_with(start) {
                    return next;
                }
                passed.push(next);
            }
            panic!("at {caller}: no {start:?}, but {passed:?}");
        }
    }

    /// Asks for something whose answer proves that nothing else came before it.
    #[track_caller]
    pub(crate) fn silent(&mut self) -> impl Future<Output = ()> {
        let caller = std::panic::Location::caller();
        async move {
            self.send("PNG").await;
            let next = self.next().await.unwrap_or_default();
            assert!(next.starts_with("QNG"), "at {caller}: {next:?}");
        }
    }

    /// Everything up to the end of the connection.
    pub(crate) async fn rest(&mut self) -> Vec<String> {
        let mut rest = Vec::new();
        while let Some(next) = self.next().await {
            rest.push(next);
        }
        rest
    }
}
