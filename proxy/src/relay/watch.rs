//! What is worth an entry because it has *not* happened: frames that do not end, redirects nobody follows.

use super::Relay;
use super::hidden::Over;
use super::inlet::Manner;
use crate::transcript::{Event, Origin};
use msnp::{Direction, Role};
use std::time::{Duration, Instant};
use tokio::time::{MissedTickBehavior, interval};

/// How often is looked.
pub(super) const PACE: Duration = Duration::from_millis(250);

/// Looks until dropped.
pub(super) async fn watch(relay: &Relay) {
    let limits = relay.config.limits;
    let shortest = [limits.incomplete, limits.follow, limits.hold, limits.keep_alive, limits.hidden];
    let mut pace = interval(shortest.into_iter().fold(PACE, Duration::min));
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        pace.tick().await;
        let now = Instant::now();
        tell_refusals(relay, now);
        tell_incomplete_frames(relay, now);
        tell_unfollowed_redirects(relay, now);
        relay.release_expired(now);
        keep_alive(relay, now);
        tell_unanswered(relay, now);
    }
}

pub(super) fn tell_refusals(relay: &Relay, now: Instant) {
    for event in relay.refusals.told() {
        relay.transcript.record_event(now, None, &event);
    }
}

fn tell_incomplete_frames(relay: &Relay, now: Instant) {
    for session in relay.registry.all_open() {
        for direction in Direction::BOTH {
            let mut incomplete = session.lane(direction).incomplete();
            let Some(frame) = incomplete.as_mut() else {
                continue;
            };
            if frame.told || now.saturating_duration_since(frame.since) < relay.config.limits.incomplete {
                continue;
            }
            frame.told = true;
            let event = Event::Waiting {
                direction,
                verb: String::from_utf8_lossy(&frame.verb).trim_end().to_owned(),
                have: frame.have as u64,
                want: frame.want.map(|want| want as u64),
            };
            drop(incomplete);
            relay.transcript.record_event(now, Some(session.id), &event);
        }
    }
}

fn tell_unfollowed_redirects(relay: &Relay, now: Instant) {
    let Some(before) = now.checked_sub(relay.config.limits.follow) else {
        return;
    };
    for route in relay.routes.all() {
        for expected in route.unfollowed(before) {
            let address = route.address.clone();
            let event = Event::RedirectUnfollowed { entry: expected.entry, address, told: expected.told };
            relay.transcript.record_event(now, Some(expected.session), &event);
        }
    }
}

/// Where the client's frames are held, the server of its presence must not take it for gone.
fn keep_alive(relay: &Relay, now: Instant) {
    for session in relay.registry.all_open() {
        let lane = session.lane(Direction::ClientToServer);
        let is_due = lane.hold.is_silent(now, relay.keep_alive());
        if is_due && session.role() == Some(Role::NotificationServer) {
            // An inlet that is full or shut needs no sign of life.
            let manner = Manner { origin: Origin::Nudge, ..Manner::HIDDEN };
            let _ = lane.inlet.push(b"PNG\r\n".to_vec(), manner);
            session.bell.wake();
        }
    }
}

/// Hidden requests whose answers did not come, or did not end.
fn tell_unanswered(relay: &Relay, now: Instant) {
    for session in relay.registry.all_open() {
        for over in session.hidden.expire(now, relay.config.limits.hidden) {
            let Over { request, lines, may_be_silent } = over;
            let event = Event::HiddenOver { request, lines, whole: false, may_be_silent };
            relay.transcript.record_event(now, Some(session.id), &event);
        }
    }
}
