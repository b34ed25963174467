use crate::Command;

/// The cookie a switchboard connection presents: what ties it to the redirect it came from (§4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket<'a> {
    /// Who presents it, as written.
    pub account: &'a str,
    /// Single-use, opaque.
    pub cookie: &'a str,
}

impl<'a> Ticket<'a> {
    /// The ticket in a client's first command to a switchboard: `USR T account cookie` or
    /// `ANS T account cookie session`.
    pub fn presented(command: &Command<'a>) -> Option<Ticket<'a>> {
        let arguments = command.args().count();
        let presents = match command.verb.as_bytes() {
            b"USR" => arguments == 3,
            b"ANS" => arguments >= 3,
            _ => false,
        };
        let account = command.arg_str(2).filter(|who| presents && who.contains('@'))?;
        Some(Ticket { account, cookie: command.arg_str(3)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Frame;

    #[test]
    fn a_ticket_is_read_from_usr_and_ans_only() {
        let cookie = |line: &'static str| {
            let frame = Frame { bytes: line.as_bytes(), opaque: false };
            Ticket::presented(&Command::read(&frame)?).map(|ticket| ticket.cookie)
        };
        assert_eq!(cookie("USR 1 alice@example.org 17.10\r\n"), Some("17.10"));
        assert_eq!(cookie("ANS 1 bob@example.org 84.52 11752013\r\n"), Some("84.52"));
        assert_eq!(cookie("USR 1 TWN I\r\n"), None);
        assert_eq!(cookie("CAL 1 bob@example.org x\r\n"), None);
    }
}
