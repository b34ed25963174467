//! The messages inside `MSG` (§7.1), as far as a bot and two scripted persons need them.

/// A message read: headers and a body.
pub(crate) struct Message<'a> {
    headers: &'a str,
    pub(crate) body: &'a [u8],
}

impl<'a> Message<'a> {
    /// `None` where there are no headers to be read.
    pub(crate) fn read(payload: &'a [u8]) -> Option<Message<'a>> {
        let end = payload.windows(4).position(|window| window == b"\r\n\r\n")?;
        let headers = std::str::from_utf8(&payload[..end]).ok()?;
        Some(Message { headers, body: &payload[end + 4..] })
    }

    /// The content type, without its parameters.
    pub(crate) fn kind(&self) -> &'a str {
        self.header("Content-Type").unwrap_or_default().split(';').next().unwrap_or_default().trim()
    }

    /// Whether a P2P message is for this account.
    pub(crate) fn is_for(&self, account: &str) -> bool {
        let destination = self.header("P2P-Dest").unwrap_or_default();
        destination.split(';').next().unwrap_or_default().eq_ignore_ascii_case(account)
    }

    fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.split("\r\n").find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

pub(crate) fn text(text: &str) -> Vec<u8> {
    formatted(text, "FN=Segoe%20UI; EF=; CO=804000; CS=0; PF=22")
}

/// A text in a font and colour, as `X-MMS-IM-Format` writes them (§7.2).
pub(crate) fn formatted(text: &str, format: &str) -> Vec<u8> {
    format!(
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nX-MMS-IM-Format: {format}\r\n\r\n{text}"
    )
    .into_bytes()
}

pub(crate) fn typing(account: &str) -> Vec<u8> {
    format!("MIME-Version: 1.0\r\nContent-Type: text/x-msmsgscontrol\r\nTypingUser: {account}\r\n\r\n\r\n")
        .into_bytes()
}

pub(crate) fn nudge() -> Vec<u8> {
    b"MIME-Version: 1.0\r\nContent-Type: text/x-msnmsgr-datacast\r\n\r\nID: 1\r\n\r\n".to_vec()
}

pub(crate) fn p2p(to: &str, packet: &[u8]) -> Vec<u8> {
    let headers =
        format!("MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\nP2P-Dest: {to}\r\n\r\n");
    [headers.as_bytes(), packet].concat()
}
