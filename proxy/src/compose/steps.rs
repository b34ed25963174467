//! Several frames, one after the other, with waits between them.
//!
//! ```text
//! --- to client               where what follows goes; at first where the person chose
//! CHL 0 15570131571988941333
//! --- wait for cmd:QRY        until the session has an entry that fits the filter
//! --- wait 200 ms
//! QRY {trid}
//! ```
//!
//! A payload's own line that begins with `--- ` is typed with `\x2d` for its first character.

use super::ComposeError;
use crate::filter::Filter;
use msnp::Direction;
use std::time::Duration;

/// Steps of one sequence.
pub const STEPS: usize = 200;

/// The longest wait that can be asked for.
pub const LONGEST_WAIT: Duration = Duration::from_secs(10 * 60);

/// One thing after the other.
#[derive(Clone, Debug)]
pub enum Step {
    /// A frame leaves: what is typed of it, and which way.
    Send(Direction, String),
    /// Time passes.
    Wait(Duration),
    /// Something happens in the session.
    WaitFor(Box<Filter>),
}

/// Reads a sequence. What has no line that begins with `--- ` is one frame.
///
/// # Errors
///
/// Says which line cannot be read, and what would be.
pub fn steps(typed: &str, direction: Direction) -> Result<Vec<Step>, ComposeError> {
    let mut steps = Vec::new();
    let (mut way, mut frame, mut at) = (direction, String::new(), 0);
    for line in typed.split_inclusive('\n') {
        match line.strip_prefix("--- ") {
            None => frame.push_str(line),
            Some(order) => {
                flush(&mut frame, way, &mut steps);
                let order = order.trim();
                let read = ordered(order).map_err(|says| ComposeError { at, says })?;
                match read {
                    Order::Towards(direction) => way = direction,
                    Order::Step(step) => steps.push(step),
                }
            }
        }
        if steps.len() > STEPS {
            let says = format!("a sequence has at most {STEPS} steps; repeat a shorter one");
            return Err(ComposeError { at, says });
        }
        at += line.len();
    }
    flush(&mut frame, way, &mut steps);
    if !steps.iter().any(|step| matches!(step, Step::Send(..))) {
        let says = "nothing is sent in it: type a command".to_owned();
        return Err(ComposeError { at: 0, says });
    }
    Ok(steps)
}

/// The frame typed so far is a step. The line end before an order is the order's.
fn flush(frame: &mut String, way: Direction, steps: &mut Vec<Step>) {
    let typed = std::mem::take(frame);
    let typed = typed.strip_suffix('\n').map_or(&*typed, |rest| rest.strip_suffix('\r').unwrap_or(rest));
    if !typed.trim().is_empty() {
        steps.push(Step::Send(way, typed.to_owned()));
    }
}

enum Order {
    Towards(Direction),
    Step(Step),
}

fn ordered(order: &str) -> Result<Order, String> {
    if let Some(filter) = order.strip_prefix("wait for ") {
        let filter = Filter::parse(filter).map_err(|error| error.to_string())?;
        return Ok(Order::Step(Step::WaitFor(Box::new(filter))));
    }
    if let Some(time) = order.strip_prefix("wait ") {
        return time_of(time).map(|time| Order::Step(Step::Wait(time)));
    }
    match order {
        "to server" => Ok(Order::Towards(Direction::ClientToServer)),
        "to client" => Ok(Order::Towards(Direction::ServerToClient)),
        _ => Err("a line that begins with --- says: to server, to client, wait 200 ms, wait 2 s, or wait for FILTER"
            .to_owned()),
    }
}

fn time_of(text: &str) -> Result<Duration, String> {
    let (digits, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let number: Option<u64> = digits.parse().ok();
    let time = match unit.trim() {
        "ms" => number.map(Duration::from_millis),
        "s" => number.map(Duration::from_secs),
        _ => None,
    };
    time.filter(|time| *time <= LONGEST_WAIT).ok_or_else(|| {
        format!("{text:?} is no time: write 200 ms or 2 s, at most {} s", LONGEST_WAIT.as_secs())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Direction::{ClientToServer, ServerToClient};

    fn shown(typed: &str) -> Vec<String> {
        let show = |step: &Step| match step {
            Step::Send(way, typed) => format!("{} {typed:?}", way.short()),
            Step::Wait(time) => format!("{time:?}"),
            Step::WaitFor(_) => "for".to_owned(),
        };
        steps(typed, ClientToServer).unwrap().iter().map(show).collect()
    }

    #[test]
    fn what_has_no_order_is_one_frame() {
        assert_eq!(shown("MSG 1 N 3\na\n--b"), ["c2s \"MSG 1 N 3\\na\\n--b\""]);
    }

    #[test]
    fn frames_and_waits_follow_each_other() {
        let typed = "PNG\n--- wait 200 ms\n--- to client\nCHL 0 1\r\n--- wait for cmd:QRY\nQRY 5\n\n--- to server\n--- wait 2 s\nOUT\n";
        assert_eq!(
            shown(typed),
            ["c2s \"PNG\"", "200ms", "s2c \"CHL 0 1\"", "for", "s2c \"QRY 5\\n\"", "2s", "c2s \"OUT\""]
        );
        assert_eq!(steps("--- to client\nQNG", ClientToServer).unwrap().len(), 1);
        assert!(matches!(
            &steps("--- to client\nQNG", ClientToServer).unwrap()[0],
            Step::Send(ServerToClient, _)
        ));
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_place() {
        let error = |typed: &str| {
            let error = steps(typed, ClientToServer).unwrap_err();
            (error.at, error.to_string())
        };
        assert_eq!(error("PNG\n--- jump").0, 4);
        assert!(error("PNG\n--- wait 5").1.contains("200 ms or 2 s"));
        assert!(error("PNG\n--- wait 99999 s").1.contains("at most 600 s"));
        assert!(error("PNG\n--- wait for who:me").1.contains("no key"));
        assert!(error("--- wait 1 s").1.contains("nothing is sent"));
        assert!(error(&"PNG\n--- to client\n".repeat(STEPS + 2)).1.contains("at most 200 steps"));
    }
}
