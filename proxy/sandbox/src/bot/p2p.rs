//! P2P version 1 (§7.5): packets of 48 bytes, data and a footer, inside messages.

/// The header's length, all fields little-endian.
pub(super) const HEADER: usize = 48;

/// The footer's: the application, big-endian.
const FOOTER: usize = 4;

/// The most data in one packet.
pub(super) const LARGEST_CHUNK: usize = 1202;

/// This packet acknowledges one of the other side's.
pub(super) const ACK: u32 = 0x02;

/// This packet holds part of an MSNObject's data.
pub(super) const OBJECT_DATA: u32 = 0x20;

/// One packet, or a part of one that is too large for a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Packet {
    /// 0 for the invitations themselves.
    pub session: u32,
    pub id: u32,
    pub offset: u64,
    pub total: u64,
    pub flags: u32,
    /// In an acknowledgement the id of the packet it is for; otherwise any number, which comes back in `ack_of`.
    pub ack: u32,
    /// In an acknowledgement the `ack` of the packet it is for.
    pub ack_of: u32,
    pub ack_total: u64,
    pub data: Vec<u8>,
    pub application: u32,
}

impl Packet {
    /// Reads the body of a message. `None` for what is too short or says it is longer than it is.
    pub(super) fn read(body: &[u8]) -> Option<Packet> {
        let u32_at = |at: usize| Some(u32::from_le_bytes(body.get(at..at + 4)?.try_into().ok()?));
        let u64_at = |at: usize| Some(u64::from_le_bytes(body.get(at..at + 8)?.try_into().ok()?));
        let length = usize::try_from(u32_at(24)?).ok()?;
        let end = HEADER.checked_add(length)?;
        Some(Packet {
            session: u32_at(0)?,
            id: u32_at(4)?,
            offset: u64_at(8)?,
            total: u64_at(16)?,
            flags: u32_at(28)?,
            ack: u32_at(32)?,
            ack_of: u32_at(36)?,
            ack_total: u64_at(40)?,
            data: body.get(HEADER..end)?.to_vec(),
            application: u32::from_be_bytes(body.get(end..end + FOOTER)?.try_into().ok()?),
        })
    }

    /// The message body that holds this packet.
    pub(super) fn write(&self) -> Vec<u8> {
        let length = u32::try_from(self.data.len()).unwrap_or(u32::MAX);
        let mut body = Vec::with_capacity(HEADER + self.data.len() + FOOTER);
        body.extend(self.session.to_le_bytes());
        body.extend(self.id.to_le_bytes());
        body.extend(self.offset.to_le_bytes());
        body.extend(self.total.to_le_bytes());
        body.extend(length.to_le_bytes());
        body.extend(self.flags.to_le_bytes());
        body.extend(self.ack.to_le_bytes());
        body.extend(self.ack_of.to_le_bytes());
        body.extend(self.ack_total.to_le_bytes());
        body.extend_from_slice(&self.data);
        body.extend(self.application.to_be_bytes());
        body
    }

    /// The acknowledgement of this packet.
    pub(super) fn acknowledged(&self, id: u32) -> Packet {
        Packet {
            session: self.session,
            id,
            total: self.total,
            flags: ACK,
            ack: self.id,
            ack_of: self.ack,
            ack_total: self.total,
            ..Packet::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_is_read_as_it_was_written() {
        let packet = Packet {
            session: 7,
            id: 9,
            total: 5,
            data: b"hello".to_vec(),
            application: 12,
            ..Packet::default()
        };
        assert_eq!(Packet::read(&packet.write()), Some(packet));
    }

    #[test]
    fn a_packet_that_lies_about_its_length_is_none() {
        let mut body = Packet { data: b"hello".to_vec(), ..Packet::default() }.write();
        body[24] = 200;
        assert_eq!(Packet::read(&body), None);
        assert_eq!(Packet::read(&body[..51]), None);
        assert_eq!(Packet::read(b""), None);
    }
}
