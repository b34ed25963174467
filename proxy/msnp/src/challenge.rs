//! What a client answers when the server asks it to prove that it is a genuine one (§6.7).
//!
//! To remember: the answer needs the challenge, the product id the client names and the key that belongs to it; which
//! of the two computations applies depends on the dialect alone.

use crate::Dialect;
use md5::{Digest, Md5};

/// The first dialect in which servers ask.
pub const FIRST_DIALECT: Dialect = Dialect(6);

/// The first dialect of the second computation.
const SECOND_COMPUTATION: Dialect = Dialect(11);

/// A client program that servers know, by the id it names and the key that goes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Product {
    /// What the client writes into QRY.
    pub id: &'static str,
    key: &'static str,
    /// The dialects it was seen in, first and last.
    pub dialects: (u8, u8),
}

const fn product(id: &'static str, key: &'static str, first: u8, last: u8) -> Product {
    Product { id, key, dialects: (first, last) }
}

/// Product ids and their keys, as the clients that held them made them known.
pub const PRODUCTS: &[Product] = &[
    product("msmsgs@msnmsgr.com", "Q1P7W2E4J9R8U3S5", 6, 10),
    product("PROD0038W!61ZTF9", "VT6PX?UQTM4WM%YR", 8, 10),
    product("PROD0058#7IL2{QD", "QHDCY@7R1TB6W?5B", 8, 10),
    product("PROD0061VRRZH@4F", "JXQ6J@TUOGYV@N0M", 8, 10),
    product("PROD00504RLUG%WL", "I2EBK%PYNLZL5_J4", 8, 10),
    product("PROD0076ENE8*@AW", "CEQJ8}OE0!WTSWII", 8, 10),
    product("PROD0090YUAUV{2B", "YMM8C_H7KCQ2S_KL", 11, 12),
    product("PROD0101{0RM?UBW", "CFHUR$52U_{VIX5T", 11, 12),
    product("PROD01065C%ZFN6F", "O4BG@C7BWLYQX?5G", 13, 14),
    product("PROD0112J1LW7%NB", "RH96F{PHI8PPX_TJ", 13, 14),
    product("PROD0113H11T8$X_", "RG@XY*28Q5QHS%Q5", 15, 21),
    product("PROD0114ES4Z%Q5W", "PK}_A_0N_K%O?A9S", 15, 21),
    product("PROD0118R6%2WYOS", "YIXPX@5I2P0UT*LK", 15, 21),
    product("PROD0119GSJUC$18", "ILTXC!4IXB5FB*PX", 16, 21),
    product("PROD0120PW!CCV9@", "C1BX{V4W}Q3*10SM", 18, 21),
];

/// The payload of the `QRY` that answers `CHL 0 challenge` for this product: 32 characters. `None` for a product
/// whose key nobody published.
pub fn answer(dialect: Dialect, challenge: &str, product: &str) -> Option<String> {
    let known = PRODUCTS.iter().find(|known| known.id == product)?;
    Some(answer_with(dialect, challenge, product, known.key))
}

/// The same for any product whose key is given.
pub fn answer_with(dialect: Dialect, challenge: &str, product: &str, key: &str) -> String {
    let hash: [u8; 16] = Md5::new().chain_update(challenge).chain_update(key).finalize().into();
    if dialect < SECOND_COMPUTATION {
        return hex(&hash);
    }
    let (high, low) = mix(&words(&hash), &words(&padded(challenge, product)));
    let mut answer = hash;
    for (word, with) in answer.chunks_exact_mut(4).zip([high, low, high, low]) {
        for (byte, with) in word.iter_mut().zip(with.to_le_bytes()) {
            *byte ^= with;
        }
    }
    hex(&answer)
}

/// The answer of every product that is known, and where the dialect is, spoken in it.
pub fn answers(dialect: Option<Dialect>, challenge: &str) -> Vec<(&'static Product, String)> {
    let speaks = |product: &&Product| {
        dialect.is_none_or(|dialect| (product.dialects.0..=product.dialects.1).contains(&dialect.0))
    };
    let answer = |product: &'static Product| {
        let dialect = dialect.unwrap_or(Dialect(product.dialects.0));
        (product, answer_with(dialect, challenge, product.id, product.key))
    };
    PRODUCTS.iter().filter(speaks).map(answer).collect()
}

/// What a client answers to `USR T MD5 S salt` (§6.1). The password goes into this and nowhere else.
pub fn sign_in_digest(salt: &str, password: &str) -> String {
    let hash: [u8; 16] = Md5::new().chain_update(salt).chain_update(password).finalize().into();
    hex(&hash)
}

/// Always at least one `0` is appended: where the length is right already, most implementations add eight.
fn padded(challenge: &str, product: &str) -> Vec<u8> {
    let mut text = [challenge.as_bytes(), product.as_bytes()].concat();
    text.resize(text.len() / 8 * 8 + 8, b'0');
    text
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]])).collect()
}

/// Steps 3 and 4 of §6.7: two words in which every word of the text and of the hash had a part.
fn mix(hash: &[u32], text: &[u32]) -> (u32, u32) {
    const MODULUS: u64 = 0x7FFF_FFFF;
    const FACTOR: u64 = 0x0E79_A9C1;
    let key: Vec<u64> = hash.iter().map(|&word| u64::from(word) & MODULUS).collect();
    let (mut high, mut low) = (0, 0);
    for pair in text.chunks_exact(2) {
        let mut sum = FACTOR * u64::from(pair[0]) % MODULUS + high;
        sum = (key[0] * sum + key[1]) % MODULUS;
        high = (u64::from(pair[1]) + sum) % MODULUS;
        high = (key[2] * high + key[3]) % MODULUS;
        low += high + sum;
    }
    let reduced = |sum: u64| u32::try_from(sum % MODULUS).unwrap_or(0); // always fits: the modulus does
    (reduced(high + key[1]), reduced(low + key[3]))
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|n| char::from_digit(n.into(), 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(dialect: u8, product: &str, challenge: &str, expected: &str) {
        assert_eq!(answer(Dialect(dialect), challenge, product).as_deref(), Some(expected), "{product}");
    }

    #[test]
    fn the_first_computation_gives_the_published_answer() {
        let expected = "8f2f5a91b72102cd28355e9fc9000d6e";
        for dialect in 6..=10 {
            check(dialect, "msmsgs@msnmsgr.com", "15570131571988941333", expected);
        }
    }

    #[test]
    fn the_second_computation_gives_the_published_answers() {
        check(11, "PROD0090YUAUV{2B", "22210219642164014968", "85ecb0db8f32113df79ce0892b9a102c");
        check(12, "PROD0090YUAUV{2B", "13038318816579321232", "b01c13020e374d4fa20abfad6981b7a9");
        check(13, "PROD0101{0RM?UBW", "13038318816579321232", "5f6ae998b8fa70c37b62980f71a0e736");
        check(15, "PROD0113H11T8$X_", "11533365622852247127", "f086d1ded067186deca8dba2231602cf");
    }

    #[test]
    fn a_password_gives_the_digest_of_the_wire_reference() {
        assert_eq!(sign_in_digest("1190042501.19421", "hunter2"), "41c9739a068ed147562d51f190df20fc");
    }

    #[test]
    fn every_known_product_has_its_answer_and_one_typed_in_has_too() {
        let challenge = "22210219642164014968";
        assert_eq!(answers(None, challenge).len(), PRODUCTS.len());
        let in_msnp11: Vec<_> = answers(Some(Dialect(11)), challenge).iter().map(|(p, _)| p.id).collect();
        assert_eq!(in_msnp11, ["PROD0090YUAUV{2B", "PROD0101{0RM?UBW"]);
        for (product, expected) in answers(None, challenge) {
            let dialect = Dialect(product.dialects.0);
            assert_eq!(answer_with(dialect, challenge, product.id, product.key), expected);
        }
    }

    #[test]
    fn any_challenge_has_an_answer_of_32_characters_and_an_unknown_product_has_none() {
        for length in 0..40 {
            let challenge = "7".repeat(length);
            let answer = answer(Dialect(12), &challenge, "PROD0090YUAUV{2B").expect("a known product");
            assert_eq!(answer.len(), 32);
        }
        assert_eq!(answer(Dialect(12), "1", "PROD9999"), None);
    }
}
