//! A transfer in one plain sentence.

use super::transfer::{Channel, Status, Transfer};
use msnp::explain::{counted, grouped};

impl Transfer {
    /// `alice@example.org sends bob@example.org the file “a.txt”, 30,000 bytes: 12,020 bytes so far`. One line, whatever
    /// the peers wrote; the names in it are theirs.
    pub fn says(&self) -> String {
        let from = self.from.as_deref().unwrap_or("somebody");
        let to = self.to.as_deref().unwrap_or("somebody");
        let said = format!("{from} sends {to} {}: {}{}", self.what(), self.stands(), self.notes());
        said.replace(char::is_control, " ")
    }

    /// `the file “a.txt”, 30,000 bytes`.
    fn what(&self) -> String {
        let kind = match self.kind {
            "unknown" => "something".to_owned(),
            "photo sharing" => "shared photos".to_owned(),
            "file" if self.name.is_some() => "the file".to_owned(),
            kind if kind.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {kind}"),
            kind => format!("a {kind}"),
        };
        let name = self.name.as_deref().map(|name| format!(" \u{201c}{name}\u{201d}")).unwrap_or_default();
        let size = self.size().filter(|_| !self.placing.streams());
        let size = size.map(|size| format!(", {}", counted(size, "byte"))).unwrap_or_default();
        format!("{kind}{name}{size}")
    }

    fn stands(&self) -> String {
        let have = counted(self.have(), "byte");
        match self.status {
            Status::Offered if self.channel_is_invitation() => {
                "offered, to go over a connection of its own".to_owned()
            }
            Status::Offered => "offered, not answered yet".to_owned(),
            Status::Accepted => "accepted, nothing has come yet".to_owned(),
            Status::Declined => "declined".to_owned(),
            Status::Moving => format!("{have} so far"),
            Status::Complete if self.placing.streams() => format!("complete, {have}"),
            Status::Complete => "complete".to_owned(),
            Status::Cancelled => format!("cancelled after {have}"),
            Status::BrokenOff => format!("broken off after {have}"),
            Status::Outside => "it goes over a connection of its own, past us".to_owned(),
            Status::Unknown => {
                format!("{have} were seen; entries are missing, so what became of it is unknown")
            }
        }
    }

    fn channel_is_invitation(&self) -> bool {
        matches!(self.channel, Channel::Invitation(_))
    }

    /// What else there is to know, each behind a semicolon.
    fn notes(&self) -> String {
        let is_p2p = matches!(self.channel, Channel::P2p(_));
        let bytes =
            |count: u64, what: &str| (count > 0).then(|| format!("{} {what}", counted(count, "byte")));
        let chunks =
            |count: u64, what: &str| (count > 0).then(|| format!("{} {what}", counted(count, "chunk")));
        let came = self.have() > 0;
        let is_short = self.status.is_over() && self.status != Status::Complete && came;
        let missing = self.missing().map(|gap| gap.end - gap.start).sum();
        let other = self.announced.zip(self.size()).filter(|(announced, size)| announced != size);
        let notes = [
            self.why.as_deref().map(ToOwned::to_owned),
            other.map(|(announced, _)| format!("{} were announced", grouped(announced))),
            bytes(if is_short { missing } else { 0 }, "never came"),
            chunks(self.duplicates, "came again"),
            chunks(self.strays, "contradict the others and are left out"),
            bytes(self.left_out, "are more than can be remembered"),
            bytes(self.forgotten(), "are forgotten"),
            (self.gap && self.status != Status::Unknown)
                .then(|| "entries of its time are missing".to_owned()),
            (is_p2p && self.call.is_none()).then(|| "its invitation was not seen".to_owned()),
            (self.direct && came && self.status != Status::Complete)
                .then(|| "a direct connection was agreed, bytes may have gone past us".to_owned()),
        ];
        notes.into_iter().flatten().map(|note| format!("; {note}")).collect()
    }
}
