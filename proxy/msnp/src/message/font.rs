//! The look of a message: `FN=Segoe%20UI; EF=BI; CO=ff; CS=0; PF=22; RL=1` (§7.2).

use super::percent_decoded;
use crate::explain::Font;

/// Parts told apart; there are six.
pub(crate) const MOST_PARTS: usize = 16;

/// The font to show it in; what is broken is as if not said.
pub(crate) fn font(value: &[u8]) -> Font {
    let mut font = Font::default();
    let parts = value.split(|&byte| byte == b';').map(<[u8]>::trim_ascii);
    for part in parts.filter(|part| !part.is_empty()).take(MOST_PARTS) {
        let Some(at) = memchr::memchr(b'=', part) else { continue };
        let (key, value) = (&part[..at], &part[at + 1..]);
        let has = |letter: u8| value.iter().any(|known| known.eq_ignore_ascii_case(&letter));
        match key.to_ascii_uppercase().as_slice() {
            b"FN" => font.name = percent_decoded(value).into_owned(),
            b"EF" => {
                font.bold = has(b'B');
                font.italic = has(b'I');
                font.struck = has(b'S');
                font.underlined = has(b'U');
            }
            b"CO" => font.colour = rgb(value).unwrap_or_default(),
            b"RL" => font.right_to_left = value == b"1",
            _ => {}
        }
    }
    font
}

/// Red, green and blue of a number that has blue in front and its leading zeros dropped.
pub(crate) fn rgb(value: &[u8]) -> Option<[u8; 3]> {
    let [red, green, blue, _] = hexadecimal(value, 6)?.to_le_bytes();
    Some([red, green, blue])
}

/// A number of at most so many hexadecimal digits. Nothing is zero.
pub(crate) fn hexadecimal(value: &[u8], digits: usize) -> Option<u32> {
    if value.len() > digits {
        return None;
    }
    value.iter().try_fold(0, |number, &digit| Some(number << 4 | char::from(digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_is_the_one_to_show_it_in() {
        let font = font(b"FN=MS%20Sans; EF=bsU; CO=ff; PF=0; RL=1");
        let expected = Font {
            name: "MS Sans".into(),
            bold: true,
            italic: false,
            struck: true,
            underlined: true,
            colour: [255, 0, 0],
            right_to_left: true,
        };
        assert_eq!(font, expected);
    }

    #[test]
    fn what_is_broken_in_it_is_as_if_not_said() {
        assert_eq!(font(b"FN; CO=red; EF=X; RL=2; ZZ=1;;="), Font::default());
    }
}
