//! What a server and its clients say to each other all day, as a pattern of bytes that repeats.
//!
//! To remember: a pattern begins and ends between two frames, so whole repetitions of it, begun at any frame, leave no
//! frame unfinished; and its first [`CHUNK`] bytes stand behind its end once more, so that no slice of it wraps round.

use msnp::Direction;
use std::sync::Arc;

/// The most that is written at once, and the most a slice of a pattern may have, in bytes.
pub(crate) const CHUNK: usize = 64 * 1024;

/// Frames in the realistic pattern: about half a megabyte, small enough for the second-level cache.
const FRAMES: usize = 1_000;

/// Any number will do, as long as it is the same tomorrow.
const SEED: u64 = 0x4d53_4e50;

/// Frames that repeat for ever.
#[derive(Debug)]
pub(crate) struct Pattern {
    bytes: Vec<u8>,
    /// Where each frame begins, and where the last one ends.
    bounds: Vec<usize>,
}

impl Pattern {
    /// Of a hundred frames 30 are text, 25 typing, 15 presence, 25 pieces of a file and 5 keep-alive, which comes
    /// close to recorded conversations between real clients (600 bytes a frame from the client, 350 from the server).
    pub(crate) fn realistic(direction: Direction) -> Arc<Pattern> {
        let mut dice = Dice(SEED);
        Pattern::of((0..FRAMES).map(|_| frame(direction, &mut dice)))
    }

    /// One text message after another, of 100 to 200 bytes.
    pub(crate) fn small(direction: Direction) -> Arc<Pattern> {
        let mut dice = Dice(SEED);
        Pattern::of((0..FRAMES).map(|_| {
            let letters = 10 + dice.below(90);
            message(direction, b'N', &short_text(&mut dice, letters))
        }))
    }

    /// The same frame over and over.
    pub(crate) fn repeated(frame: &[u8]) -> Arc<Pattern> {
        let times = CHUNK.div_ceil(frame.len());
        Pattern::of((0..times).map(|_| frame.to_vec()))
    }

    fn of(frames: impl Iterator<Item = Vec<u8>>) -> Arc<Pattern> {
        let mut bytes = Vec::new();
        let mut bounds = vec![0];
        for frame in frames {
            bytes.extend_from_slice(&frame);
            bounds.push(bytes.len());
        }
        assert!(bytes.len() >= CHUNK, "a pattern is longer than a slice of it");
        bytes.extend_from_within(..CHUNK);
        Arc::new(Pattern { bytes, bounds })
    }

    /// Bytes before it repeats.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() - CHUNK
    }

    /// Frames before it repeats.
    pub(crate) fn frames(&self) -> usize {
        self.bounds.len() - 1
    }

    /// Bytes a frame has on average.
    pub(crate) fn mean_frame(&self) -> usize {
        self.len() / self.frames()
    }

    /// The frame connection number `connection` begins with: each another, so that swapped connections are noticed.
    pub(crate) fn first_frame(&self, connection: usize) -> usize {
        connection * 37 % self.frames()
    }

    /// Where that frame is.
    pub(crate) fn begin(&self, connection: usize) -> usize {
        self.bounds[self.first_frame(connection)]
    }

    /// The `length` bytes, at most [`CHUNK`], at this place of the endless repetition.
    pub(crate) fn at(&self, offset: usize, length: usize) -> &[u8] {
        let offset = offset % self.len();
        &self.bytes[offset..offset + length]
    }

    /// Where the frame with this number begins in the endless repetition.
    pub(crate) fn offset(&self, number: usize) -> usize {
        number / self.frames() * self.len() + self.bounds[number % self.frames()]
    }

    /// The frame with this number in the endless repetition.
    pub(crate) fn frame(&self, number: usize) -> &[u8] {
        let number = number % self.frames();
        &self.bytes[self.bounds[number]..self.bounds[number + 1]]
    }
}

/// A text message of about 150 bytes, and what a server answers: for conversations of question and answer.
pub(crate) fn text_message(direction: Direction) -> Vec<u8> {
    message(direction, b'N', &short_text(&mut Dice(SEED), 50))
}

/// A message with this many bytes of payload.
pub(crate) fn large_message(direction: Direction, payload: usize) -> Vec<u8> {
    let mut dice = Dice(SEED);
    let payload: Vec<u8> = (0..payload).map(|_| dice.byte()).collect();
    message(direction, b'D', &payload)
}

fn frame(direction: Direction, dice: &mut Dice) -> Vec<u8> {
    match dice.below(100) {
        0..30 => {
            let letters = 20 + dice.below(160);
            message(direction, b'N', &long_text(dice, letters))
        }
        30..55 => message(direction, b'U', TYPING),
        55..70 => presence(direction, dice),
        70..95 => {
            let bytes = if dice.below(10) == 0 { dice.below(1_202) } else { 1_202 };
            message(direction, b'D', &piece_of_a_file(dice, bytes))
        }
        _ => keep_alive(direction).to_vec(),
    }
}

const TYPING: &[u8] =
    b"MIME-Version: 1.0\r\nContent-Type: text/x-msmsgscontrol\r\nTypingUser: alice@example.org\r\n\r\n\r\n";

fn message(direction: Direction, acknowledge: u8, payload: &[u8]) -> Vec<u8> {
    let length = payload.len();
    let line = match direction {
        Direction::ClientToServer => format!("MSG 42 {} {length}\r\n", char::from(acknowledge)),
        Direction::ServerToClient => format!("MSG bob@example.org Bob%20the%20builder {length}\r\n"),
    };
    [line.as_bytes(), payload].concat()
}

fn short_text(dice: &mut Dice, letters: usize) -> Vec<u8> {
    let head = b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n";
    [&head[..], &dice.prose(letters)].concat()
}

fn long_text(dice: &mut Dice, letters: usize) -> Vec<u8> {
    let head = b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\
        X-MMS-IM-Format: FN=Segoe%20UI; EF=; CO=800000; CS=0; PF=22\r\n\r\n";
    [&head[..], &dice.prose(letters)].concat()
}

fn piece_of_a_file(dice: &mut Dice, bytes: usize) -> Vec<u8> {
    let head =
        b"MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\nP2P-Dest: bob@example.org\r\n\r\n";
    // 48 bytes of binary header, the piece, 4 bytes of footer: any of them may look like a line end or a command.
    let binary: Vec<u8> = (0..48 + bytes + 4).map(|_| dice.byte()).collect();
    [&head[..], &binary].concat()
}

fn presence(direction: Direction, dice: &mut Dice) -> Vec<u8> {
    let object = "%3Cmsnobj%20Creator%3D%22bob%40example.org%22%20Size%3D%2214539%22%20Type%3D%223%22%2F%3E";
    let words = String::from_utf8_lossy(&dice.prose(40)).into_owned();
    let music = format!("<Data><PSM>{words}</PSM><CurrentMedia></CurrentMedia></Data>");
    let length = music.len();
    let text = match (direction, dice.below(2)) {
        (Direction::ClientToServer, 0) => format!("CHG 7 AWY 268435492 {object}\r\n"),
        (Direction::ClientToServer, _) => format!("UUX 8 {length}\r\n{music}"),
        (Direction::ServerToClient, 0) => format!("NLN AWY bob@example.org Bob 268435492 {object}\r\n"),
        (Direction::ServerToClient, _) => format!("UBX bob@example.org {length}\r\n{music}"),
    };
    text.into_bytes()
}

/// The shortest frame each side sends.
pub(crate) fn keep_alive(direction: Direction) -> &'static [u8] {
    match direction {
        Direction::ClientToServer => b"PNG\r\n",
        Direction::ServerToClient => b"QNG 50\r\n",
    }
}

/// SplitMix64: even enough for this, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn byte(&mut self) -> u8 {
        self.roll().to_le_bytes()[0]
    }

    fn below(&mut self, end: usize) -> usize {
        usize::from(u16::from_le_bytes([self.byte(), self.byte()])) % end
    }

    fn prose(&mut self, letters: usize) -> Vec<u8> {
        (0..letters).map(|_| b"etaoin shrdlu"[self.below(13)]).collect()
    }
}
