use super::{Nudge, Peer, Row, Server};

/// A client and a server that talk through the proxy, and the number under which the transcript speaks of them.
#[derive(Debug)]
pub(crate) struct Session {
    /// The client's end.
    pub(crate) client: Peer,
    /// The server's end.
    pub(crate) server: Peer,
    /// In the transcript.
    pub(crate) number: u64,
}

impl Session {
    /// Connects a client to the first listener, which leads to this server.
    #[track_caller]
    pub(crate) fn open(proxy: &Nudge, server: &Server) -> Session {
        Session::open_at(&proxy.listen().to_string(), proxy, server)
    }

    /// Connects a client to this address of the proxy's, which leads to this server.
    #[track_caller]
    pub(crate) fn open_at(listen: &str, proxy: &Nudge, server: &Server) -> Session {
        let client = Peer::connect(listen);
        let number = proxy.session_of(client.address());
        Session { server: server.accept(), client, number }
    }

    /// Both ends say a last byte, the client first, and get nothing more. Returns the closing row.
    #[track_caller]
    pub(crate) fn finish(mut self, proxy: &Nudge) -> Row {
        self.client.finish();
        self.server.expect_end();
        self.server.finish();
        self.client.expect_end();
        proxy.row(|row| row.is_of(self.number, "closed"))
    }

    /// A line each way arrives.
    #[track_caller]
    pub(crate) fn expect_alive(&mut self) {
        self.client.send("PNG\r\n");
        self.server.expect("PNG\r\n");
        self.server.send("QNG 50\r\n");
        self.client.expect("QNG 50\r\n");
    }
}
