//! What the bot says to what it is told. Pure.

/// The most characters of a message that are repeated.
const MOST_REPEATED: usize = 200;

const HELP: &str = "I am the sandbox's bot. Whatever you say, I tell you what I saw of it. You can also say:\r\n\
    ring me - I leave, and call you in a moment\r\n\
    nudge me - I nudge you\r\n\
    bye - I leave\r\n\
    Nudge me and I nudge back; ask for my display picture and you get it, in P2P packets worth watching.";

/// What the bot does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Say(String),
    Nudge,
    /// Leaves this conversation.
    Leave,
    /// Calls whoever asked for it, in a new conversation.
    Ring,
}

/// Answers a text. `line` is the command it came in.
pub(super) fn to_text(text: &str, line: &str, bytes: usize) -> Vec<Act> {
    let wish = text.trim().trim_end_matches(['.', '!', '?']).to_lowercase();
    match wish.as_str() {
        "help" => vec![Act::Say(HELP.to_owned())],
        "nudge me" => vec![Act::Nudge],
        "ring me" => {
            vec![Act::Say("I leave now, and ring you in a moment.".to_owned()), Act::Ring, Act::Leave]
        }
        "bye" => vec![Act::Say("Goodbye!".to_owned()), Act::Leave],
        _ => {
            let characters = text.chars().count();
            let repeated: String = text.chars().take(MOST_REPEATED).collect();
            let more = if characters > MOST_REPEATED { " …" } else { "" };
            vec![Act::Say(format!(
                "You said: {repeated}{more}\r\nI saw: {line} and {bytes} bytes of payload, {characters} of its \
                 characters your text. Say help for more."
            ))]
        }
    }
}

/// Answers a nudge.
pub(super) fn to_nudge() -> Vec<Act> {
    vec![Act::Nudge]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_repeated_with_the_command_it_came_in() {
        let acts = to_text("hé", "MSG alice@example.org Alice 90", 90);
        let [Act::Say(text)] = &acts[..] else { panic!("{acts:?}") };
        assert!(
            text.starts_with("You said: hé\r\nI saw: MSG alice@example.org Alice 90 and 90 bytes"),
            "{text}"
        );
    }

    #[test]
    fn the_longest_answer_fits_into_a_message() {
        let [Act::Say(text)] = &to_text(&"€".repeat(1600), &"x".repeat(520), 1664)[..] else { panic!() };
        assert!(text.len() < 1400, "{}", text.len());
    }

    #[test]
    fn wishes_are_granted_however_they_are_written() {
        assert_eq!(to_text(" Nudge me! ", "", 0), [Act::Nudge]);
        assert_eq!(to_text("RING ME", "", 0)[1..], [Act::Ring, Act::Leave]);
    }
}
