//! Challenges answered in place of a client that is not to hear of them (§6.7).

use super::ReleaseError;
use crate::relay::inlet::Manner;
use crate::relay::session::Session;
use crate::transcript::Origin;
use msnp::challenge::{PRODUCTS, answer};
use msnp::{Command, Dialect, Direction, Frame};

impl Session {
    /// Answers a challenge that waits: with the product that is named, or the one the client named last, or one that speaks
    /// the dialect.
    pub(in crate::relay) fn prove(
        &self,
        entry: u64,
        challenge: &[u8],
        product: Option<&str>,
        origin: Origin,
    ) -> Result<(), ReleaseError> {
        let not_provable = || ReleaseError::NotProvable(entry);
        let command = Command::read(&Frame { bytes: challenge, opaque: false });
        let command = command.filter(|command| command.verb == "CHL").ok_or_else(not_provable)?;
        let challenge = command.arg_str(2).ok_or_else(not_provable)?;
        // The older computation is what unknown dialects are likeliest to be asked in; servers say when it is wrong.
        let dialect = self.dialect().unwrap_or(Dialect(9));
        let own = self.product();
        let product = product.or(own.as_deref()).or_else(|| speaking(dialect)).ok_or_else(not_provable)?;
        let digest = answer(dialect, challenge, product).ok_or_else(not_provable)?;
        let trid = self.hidden.next_trid(true).map_err(ReleaseError::NoWayBack)?;
        let bytes = format!("QRY {trid} {product} {}\r\n{digest}", digest.len()).into_bytes();
        let manner = Manner { origin, hidden: true, instead_of: Some(entry) };
        let way = self.lane(Direction::ClientToServer);
        way.inlet.push(bytes, manner).map_err(ReleaseError::NoWayBack)?;
        self.bell.wake();
        Ok(())
    }
}

/// A product that was seen in this dialect.
fn speaking(dialect: Dialect) -> Option<&'static str> {
    let speaks = |(first, last): (u8, u8)| (first..=last).contains(&dialect.0);
    PRODUCTS.iter().find(|product| speaks(product.dialects)).map(|product| product.id)
}
