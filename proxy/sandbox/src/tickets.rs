//! What a client must present: the ticket of the login server, the cookies of switchboards.
//!
//! To remember: a cookie opens one door, once, for one account, within two minutes. A login ticket lasts an hour.

use std::collections::HashMap;
use std::time::{Duration, Instant};

/// How long a switchboard's cookie is good for.
pub(crate) const COOKIE_LIFE: Duration = Duration::from_secs(120);

/// How long the login server's ticket is good for: clients reconnect with the one they have.
const LOGIN_LIFE: Duration = Duration::from_secs(3600);

/// The most tickets out at once; each is some hundred bytes.
const MOST_TICKETS: usize = 4096;

/// All tickets given out and not yet used up.
#[derive(Debug, Default)]
pub(crate) struct Tickets(HashMap<String, Ticket>);

#[derive(Debug)]
struct Ticket {
    account: String,
    opens: Opens,
    expires: Instant,
}

/// What a ticket is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opens {
    /// Signing in.
    NotificationServer,
    /// A conversation that does not exist yet.
    NewSwitchboard,
    /// A conversation one was invited to.
    Switchboard(u32),
}

impl Tickets {
    /// Gives out a ticket; `None` when too many are out.
    pub(crate) fn issue(
        &mut self,
        now: Instant,
        chance: &mut fastrand::Rng,
        account: &str,
        opens: Opens,
    ) -> Option<String> {
        self.0.retain(|_, ticket| ticket.expires > now);
        if self.0.len() >= MOST_TICKETS {
            return None;
        }
        let life = if opens == Opens::NotificationServer { LOGIN_LIFE } else { COOKIE_LIFE };
        let text = format!("{}.{}.{}", chance.u32(1_000_000..), chance.u32(1_000_000..), chance.u16(..));
        let ticket = Ticket { account: account.to_owned(), opens, expires: now + life };
        self.0.insert(text.clone(), ticket);
        Some(text)
    }

    /// Whether this ticket lets this account in there, now. A switchboard's is used up by the attempt that succeeds.
    pub(crate) fn redeem(&mut self, now: Instant, text: &str, account: &str, door: Opens) -> bool {
        let good = self
            .0
            .get(text)
            .is_some_and(|ticket| ticket.account == account && ticket.opens == door && ticket.expires > now);
        if good && door != Opens::NotificationServer {
            self.0.remove(text);
        }
        good
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_opens_its_door_once_and_no_other() {
        let (mut tickets, mut chance, now) =
            (Tickets::default(), fastrand::Rng::with_seed(1), Instant::now());
        let door = Opens::Switchboard(7);
        let cookie = tickets.issue(now, &mut chance, "alice@example.org", door).expect("few are out");
        assert!(!tickets.redeem(now, &cookie, "bob@example.org", door));
        assert!(!tickets.redeem(now, &cookie, "alice@example.org", Opens::Switchboard(8)));
        assert!(!tickets.redeem(now, &cookie, "alice@example.org", Opens::NewSwitchboard));
        assert!(tickets.redeem(now, &cookie, "alice@example.org", door));
        assert!(!tickets.redeem(now, &cookie, "alice@example.org", door));
    }

    #[test]
    fn a_cookie_expires_in_two_minutes_and_a_login_ticket_in_an_hour() {
        let (mut tickets, mut chance, now) =
            (Tickets::default(), fastrand::Rng::with_seed(1), Instant::now());
        for (door, minutes) in [(Opens::NewSwitchboard, 2), (Opens::NotificationServer, 60)] {
            let ticket = tickets.issue(now, &mut chance, "a@b", door).expect("few are out");
            let then = now + Duration::from_secs(60 * minutes);
            assert!(!tickets.redeem(then, &ticket, "a@b", door));
            assert!(tickets.redeem(then - Duration::from_secs(1), &ticket, "a@b", door));
        }
    }

    #[test]
    fn no_more_tickets_are_out_than_the_bound() {
        let (mut tickets, mut chance, now) =
            (Tickets::default(), fastrand::Rng::with_seed(1), Instant::now());
        let mut issue = |now| tickets.issue(now, &mut chance, "a@b", Opens::NewSwitchboard);
        assert!((0..MOST_TICKETS).all(|_| issue(now).is_some()));
        assert_eq!(issue(now), None);
        assert!(issue(now + COOKIE_LIFE).is_some());
    }
}
