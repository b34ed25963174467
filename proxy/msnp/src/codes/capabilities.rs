//! What a client says it can do: the two words of CHG, NLN and their kin (§9).

/// One bit and what it promises.
pub type Capability = (u32, &'static str);

/// The first word, without its uppermost four bits, which are [`msnc`].
pub const FIRST_WORD: &[Capability] = &[
    (0x1, "mobile device online"),
    (0x2, "MSN Explorer 8"),
    (0x4, "GIF ink"),
    (0x8, "ISF ink"),
    (0x10, "webcam present"),
    (0x20, "chunked messages"),
    (0x40, "mobile, paging on"),
    (0x80, "MSN Direct, or web watch"),
    (0x100, "activities"),
    (0x200, "web client"),
    (0x400, "mobile device"),
    (0x800, "via federation or gateway"),
    (0x1000, "has a Space"),
    (0x2000, "Media Center"),
    (0x4000, "direct IM"),
    (0x8000, "winks"),
    (0x1_0000, "shared search"),
    (0x2_0000, "bot"),
    (0x4_0000, "voice clips"),
    (0x8_0000, "secure channel"),
    (0x10_0000, "SIP invites"),
    (0x20_0000, "tunnelled SIP"),
    (0x40_0000, "shared folders"),
    (0x80_0000, "page-mode messaging"),
    (0x100_0000, "OneCare"),
    (0x200_0000, "TURN"),
    (0x400_0000, "bootstrapping via UUN"),
    (0x800_0000, "using alias"),
];

/// The second word (MSNP16 and later).
pub const SECOND_WORD: &[Capability] = &[
    (0x1, "SMS only"),
    (0x2, "voice over MSNP"),
    (0x4, "UCCP SIP"),
    (0x8, "app messages"),
    (0x10, "RTC video"),
    (0x20, "P2P v2"),
    (0x40, "authenticated web IM"),
    (0x80, "one-to-one via group"),
    (0x100, "offline IM"),
    (0x200, "video sharing"),
    (0x400, "nudges"),
    (0x800, "circle voice"),
    (0x1000, "sharing"),
    (0x2000, "mobile suspend"),
    (0x8000, "P2P mixer relay"),
    (0x2_0000, "file transfer in the window"),
    (0x4_0000, "16:9 video"),
    (0x8_0000, "P2P enveloping"),
    (0x40_0000, "Yahoo IM disabled"),
    (0x80_0000, "SIP tunnel v2"),
    (0x100_0000, "WMA voice clips"),
    (0x200_0000, "circle voice clips"),
    (0x400_0000, "social news"),
    (0x800_0000, "custom emoticons"),
    (0x1000_0000, "UTF-8 moods"),
    (0x2000_0000, "FTURN"),
    (0x4000_0000, "P4 activity"),
    (0x8000_0000, "multiparty"),
];

const VERSIONS: [&str; 12] = [
    "Messenger 6.0",
    "Messenger 6.1",
    "Messenger 6.2",
    "Messenger 7.0",
    "Messenger 7.5",
    "Messenger 8.0",
    "Messenger 8.1",
    "Messenger 8.5",
    "Messenger 9.0 beta",
    "WLM 2009",
    "WLM 2011",
    "WLM 2012",
];

/// The client version in the uppermost four bits of the first word; 0 names none.
pub fn msnc(first_word: u32) -> Option<&'static str> {
    VERSIONS.get(((first_word >> 28) as usize).checked_sub(1)?).copied()
}
