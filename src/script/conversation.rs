use super::outline::Plan;
use super::text::{escaped, shown, with_places};
use msnp::{Address, Command, Destination, Direction, Redirect};
use nudge_proxy::transcript::{Ending, Entry, Event, Party, Passed, SessionId, What};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// A conversation as far as it is written.
#[derive(Debug)]
pub(super) struct Conversation {
    plan: Plan,
    reveal: bool,
    /// The numbers of the sessions whose clients have connected, from 1.
    ends: BTreeMap<SessionId, Ends>,
    /// Sessions nobody can connect: no client was told of their servers.
    left_out: HashSet<SessionId>,
    /// By address; the first server is `main`.
    servers: BTreeMap<Address, String>,
    /// The servers a client was told a route for, by name.
    told: HashSet<String>,
    lines: Vec<String>,
    /// What the transcript must say, at the end, by when it certainly does.
    rows: Vec<String>,
}

/// A session's two ends.
#[derive(Clone, Debug)]
struct Ends {
    /// Behind `C` and `S`: nothing for the first.
    suffix: String,
    number: usize,
    upstream: Address,
    /// The address by which its client came, as a place.
    via: String,
    /// Whether the client, and the server, has said its last byte.
    ended: [bool; 2],
}

impl Conversation {
    pub(super) fn of(plan: Plan, reveal: bool) -> Conversation {
        let main = plan.sessions.first().map(|(_, upstream)| (upstream.clone(), "main".to_owned()));
        Conversation {
            reveal,
            ends: BTreeMap::new(),
            left_out: HashSet::new(),
            servers: main.into_iter().collect(),
            told: HashSet::new(),
            lines: Vec::new(),
            rows: Vec::new(),
            plan,
        }
    }

    /// Takes in the next entry.
    pub(super) fn take(&mut self, entry: &Entry<'_>) {
        if entry.missed() > 0 && !self.ends.is_empty() {
            self.say(&format!("# {} entries are missing here.", entry.missed()));
        }
        let Some(session) = entry.session else { return };
        if !self.connect(session) {
            return;
        }
        match &entry.what {
            What::Frame(passed) => self.frame(entry.number, session, passed),
            What::Event(event) => self.event(session, event),
        }
    }

    /// The whole file.
    pub(super) fn text(self) -> String {
        let mut names: Vec<&String> = self.servers.values().filter(|name| *name != "main").collect();
        names.sort();
        let (session, kind) = match &self.plan.sessions[..] {
            [(session, _)] => (session.to_string(), "session"),
            sessions => {
                let numbers: Vec<String> = sessions.iter().map(|(session, _)| session.to_string()).collect();
                (numbers.join(", "), "sessions")
            }
        };
        let secrets = if self.reveal { "" } else { " Each byte of a secret is an x." };
        let mut text = format!("# As recorded: {kind} {session}.{secrets}\n");
        names.iter().for_each(|name| text += &format!("server {name}\n"));
        for line in self.lines.iter().chain(&self.rows) {
            text += line;
            text.push('\n');
        }
        text
    }

    fn say(&mut self, line: &str) {
        self.lines.push(line.to_owned());
    }

    /// Connects the client of a session, the first time there is something of it. `false` for one that is not played.
    fn connect(&mut self, session: SessionId) -> bool {
        if self.ends.contains_key(&session) {
            return true;
        }
        let planned = self.plan.sessions.iter().find(|(id, _)| *id == session);
        let Some((_, upstream)) = planned.cloned().filter(|_| !self.left_out.contains(&session)) else {
            return false;
        };
        let name = self.servers.get(&upstream).cloned();
        let via = match name {
            Some(name) if name == "main" => "{proxy}".to_owned(),
            Some(name) if self.told.contains(&name) => format!("{{route:{name}}}"),
            _ => {
                self.say(&format!("# Session {session} is left out: the redirect it came by is not here."));
                self.left_out.insert(session);
                return false;
            }
        };
        let number = self.ends.len() + 1;
        let suffix = if number == 1 { String::new() } else { number.to_string() };
        self.say("");
        self.say(&format!("C{suffix} connects to {via}"));
        self.ends.insert(session, Ends { suffix, number, upstream, via, ended: [false; 2] });
        true
    }

    fn frame(&mut self, number: u64, session: SessionId, passed: &Passed<'_>) {
        let Some(ends) = self.ends.get(&session).cloned() else { return };
        let [from, to] = ends.of(passed.direction);
        if passed.injected() {
            let to = if to.starts_with('C') { "client" } else { "server" };
            return self.say(&format!("# Entry {number} was injected, to the {to}: it is left out."));
        }
        let [got, sent] = self.texts(number, &ends, passed);
        self.say(&format!("{from}> {got}"));
        if passed.incomplete {
            self.say(&format!("{from} ends"));
        }
        self.say(&format!("{to}< {sent}"));
        if passed.incomplete {
            self.say(&format!("{to} sees the end"));
            self.end(session, passed.direction);
        }
    }

    /// A frame as its sender writes it and as its receiver reads it.
    fn texts(&mut self, number: u64, ends: &Ends, passed: &Passed<'_>) -> [String; 2] {
        let received = shown(passed, passed.bytes, self.reveal);
        let sent = shown(passed, passed.sent.unwrap_or(passed.bytes), self.reveal);
        let is_literal =
            passed.direction == Direction::ClientToServer || self.plan.untouched.contains(&number);
        if let Some(redirect) = find(&passed.frame()).filter(|_| !is_literal) {
            let places = self.places(ends, &redirect);
            // What passed untouched only there would be followed here: then only the address differs.
            let (sent, spans) = match passed.sent.and(find(&passed.sent_frame())) {
                Some(rewritten) => (&sent, rewritten.spans()),
                None => (&received, redirect.spans()),
            };
            let [before, after] = places;
            return [write(&received, redirect.spans(), &before), write(sent, spans, &after)];
        }
        if self.plan.untouched.contains(&number) {
            self.rows.push(format!("row session={} event=redirect_untouched", ends.number));
        }
        [escaped(&received), escaped(&sent)]
    }

    /// What stands for a redirect's two addresses, before and after they were rewritten.
    fn places(&mut self, ends: &Ends, redirect: &Redirect<'_>) -> [[String; 2]; 2] {
        let name = self.name(&redirect.address, &redirect.destination);
        let leads_to = if name == "main" { "{proxy}".to_owned() } else { format!("{{route:{name}}}") };
        self.told.insert(name.clone());
        let current = redirect.current.as_ref().map(|current| {
            let written = format!("{{{}}}", self.name(current, &redirect.destination));
            let becomes = match current {
                current if *current == redirect.address => leads_to.clone(),
                current if *current == ends.upstream => ends.via.clone(),
                _ => written.clone(),
            };
            [written, becomes]
        });
        let [written, becomes] = current.unwrap_or_default();
        [[format!("{{{name}}}"), written], [leads_to, becomes]]
    }

    /// The name of a server, which is declared when it is met first.
    fn name(&mut self, address: &Address, destination: &Destination<'_>) -> String {
        if let Some(name) = self.servers.get(address) {
            return name.clone();
        }
        let is_free = |name: &String| !self.servers.values().any(|taken| taken == name);
        let numbered = |kind: &str| (2..).map(|n| format!("{kind}{n}")).find(is_free);
        let name = match destination {
            Destination::NotificationServer | Destination::HttpGateway => numbered("ns"),
            _ => Some("sb".to_owned()).filter(is_free).or_else(|| numbered("sb")),
        };
        let name = name.expect("numbers do not end");
        self.servers.insert(address.clone(), name.clone());
        name
    }

    fn event(&mut self, session: SessionId, event: &Event) {
        let Some(ends) = self.ends.get(&session).cloned() else { return };
        match event {
            Event::Opaque { direction, .. } => {
                let row = format!("row session={} event=opaque dir={}", ends.number, direction.short());
                self.rows.push(row);
            }
            Event::Closed { ended_by, how, .. } => self.closed(session, &ends, *ended_by, *how),
            _ => {}
        }
    }

    /// Both ends as they ended. How a session ended for which only the proxy had a reason is not written: the player ends
    /// it.
    fn closed(&mut self, session: SessionId, ends: &Ends, ended_by: Party, how: Ending) {
        let first = match ended_by {
            Party::Client => Direction::ClientToServer,
            Party::Server => Direction::ServerToClient,
            Party::Nudge => return,
        };
        let [from, to] = ends.of(first);
        match how {
            Ending::Finished => {
                for direction in [first, first.reverse()] {
                    let [from, to] = ends.of(direction);
                    if self.end(session, direction) {
                        self.say(&format!("{from} ends"));
                        self.say(&format!("{to} sees the end"));
                    }
                }
            }
            Ending::Reset if ends.ended == [false; 2] => {
                self.say(&format!("{from} resets"));
                self.say(&format!("{to} sees a reset"));
            }
            _ => {}
        }
    }

    /// Notes that the sender of this direction has said its last byte. `false` if that was known.
    fn end(&mut self, session: SessionId, direction: Direction) -> bool {
        let Some(ends) = self.ends.get_mut(&session) else { return false };
        !std::mem::replace(&mut ends.ended[usize::from(direction == Direction::ServerToClient)], true)
    }
}

impl Ends {
    /// Who sends in this direction, and who receives.
    fn of(&self, direction: Direction) -> [String; 2] {
        let (client, server) = (format!("C{}", self.suffix), format!("S{}", self.suffix));
        match direction {
            Direction::ClientToServer => [client, server],
            Direction::ServerToClient => [server, client],
        }
    }
}

fn find<'a>(frame: &msnp::Frame<'a>) -> Option<Redirect<'a>> {
    Redirect::find(&Command::read(frame)?)
}

/// A redirect with places where its addresses stand.
fn write(
    bytes: &[u8],
    (address, current): (Range<usize>, Option<Range<usize>>),
    [to, talking_to]: &[String; 2],
) -> String {
    let current = current.map(|range| (range, &**talking_to));
    let places: Vec<(Range<usize>, &str)> = std::iter::once((address, &**to)).chain(current).collect();
    with_places(bytes, &places)
}
