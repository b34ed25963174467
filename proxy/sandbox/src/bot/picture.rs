use super::ACCOUNT;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::{Digest, Sha1};

/// The bot's display picture, drawn for this project.
pub(super) const PICTURE: &[u8] = include_bytes!("../../assets/bot.png");

/// Base64 of an empty name in UTF-16.
const NO_NAME: &str = "AAA=";

/// The MSNObject that describes the picture (§7.8), percent-encoded as CHG and NLN carry it.
pub(super) fn object() -> String {
    let data = hash(PICTURE);
    let size = PICTURE.len();
    let described = format!("Creator{ACCOUNT}Size{size}Type3LocationbotFriendly{NO_NAME}SHA1D{data}");
    let all = hash(described.as_bytes());
    let object = format!(
        "<msnobj Creator=\"{ACCOUNT}\" Size=\"{size}\" Type=\"3\" Location=\"bot\" Friendly=\"{NO_NAME}\" \
         SHA1D=\"{data}\" SHA1C=\"{all}\"/>"
    );
    utf8_percent_encode(&object, NON_ALPHANUMERIC).to_string()
}

/// Base64 of the picture's SHA-1, by which a client asks for it.
pub(super) fn data_hash() -> String {
    hash(PICTURE)
}

fn hash(bytes: &[u8]) -> String {
    STANDARD.encode(Sha1::digest(bytes))
}
