use super::{PATIENCE, escaped};
use socket2::SockRef;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

/// One end of a connection, which knows to the byte what it sends and what it must receive.
///
/// Bytes leave at once ([`TcpStream::set_nodelay`]); no read or write waits longer than [`PATIENCE`].
#[derive(Debug)]
pub(crate) struct Peer {
    stream: BufReader<TcpStream>,
}

impl Peer {
    /// Connects.
    #[track_caller]
    pub(crate) fn connect(address: impl ToSocketAddrs + std::fmt::Debug) -> Peer {
        match TcpStream::connect(&address) {
            Ok(stream) => Peer::on(stream),
            Err(error) => panic!("cannot connect to {address:?}: {error}"),
        }
    }

    /// Takes over a connection.
    pub(crate) fn on(stream: TcpStream) -> Peer {
        let set_up = || {
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_write_timeout(Some(PATIENCE))
        };
        set_up().expect("a connection takes its options");
        Peer { stream: BufReader::new(stream) }
    }

    /// This end's address.
    pub(crate) fn address(&self) -> SocketAddr {
        self.stream.get_ref().local_addr().expect("a connection has an address")
    }

    /// Sends these bytes in one write.
    #[track_caller]
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let bytes = bytes.as_ref();
        if let Err(error) = self.stream.get_ref().write_all(bytes) {
            panic!("cannot send {}: {error}", escaped(bytes));
        }
    }

    /// Sends as much of these bytes as the other end takes within `limit`, and says how much that was.
    pub(crate) fn send_for(&mut self, bytes: &[u8], limit: Duration) -> usize {
        let mut stream = self.stream.get_ref();
        stream.set_write_timeout(Some(limit)).expect("a connection takes its options");
        let mut sent = 0;
        while let Ok(count @ 1..) = stream.write(&bytes[sent..]) {
            sent += count;
        }
        stream.set_write_timeout(Some(PATIENCE)).expect("a connection takes its options");
        sent
    }

    /// Receives exactly these bytes.
    #[track_caller]
    pub(crate) fn expect(&mut self, bytes: impl AsRef<[u8]>) {
        let (expected, mut received) = (bytes.as_ref(), Vec::new());
        let outcome = self.stream.by_ref().take(expected.len() as u64).read_to_end(&mut received);
        if received != expected {
            let same = received.iter().zip(expected).take_while(|(left, right)| left == right).count();
            let (expected, received) = (escaped(&expected[same..]), escaped(&received[same..]));
            panic!("after {same} bytes\n  expected {expected}\n  received {received}\n  then {outcome:?}");
        }
    }

    /// Receives up to a byte that `stop` accepts, and leaves that one for the next read.
    #[track_caller]
    pub(crate) fn receive_until(&mut self, stop: impl Fn(u8) -> bool) -> Vec<u8> {
        let mut received = Vec::new();
        loop {
            let buffer = match self.stream.fill_buf() {
                Ok(buffer) if !buffer.is_empty() => buffer,
                other => panic!("after {} came {other:?}", escaped(&received)),
            };
            let end = buffer.iter().position(|&byte| stop(byte));
            let count = end.unwrap_or(buffer.len());
            received.extend_from_slice(&buffer[..count]);
            self.stream.consume(count);
            if end.is_some() {
                return received;
            }
        }
    }

    /// Receives a line with its line end.
    #[track_caller]
    pub(crate) fn receive_line(&mut self) -> String {
        let mut line = self.receive_until(|byte| byte == b'\n');
        self.expect(b"\n");
        line.push(b'\n');
        String::from_utf8(line).expect("a line of UTF-8")
    }

    /// Receives some bytes, into `buffer`; 0 at the end.
    pub(crate) fn receive(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.read(buffer)
    }

    /// Receives everything up to the end (FIN).
    #[track_caller]
    pub(crate) fn receive_all(&mut self) -> Vec<u8> {
        let mut received = Vec::new();
        if let Err(error) = self.stream.read_to_end(&mut received) {
            panic!("no end after {}: {error}", escaped(&received));
        }
        received
    }

    /// The other end has said its last byte (FIN), and said nothing before it.
    #[track_caller]
    pub(crate) fn expect_end(&mut self) {
        let received = self.receive_all();
        assert!(received.is_empty(), "expected the end, received {}", escaped(&received));
    }

    /// The other end has reset the connection (RST), and said nothing before it.
    #[track_caller]
    pub(crate) fn expect_reset(&mut self) {
        let mut received = Vec::new();
        let outcome = self.stream.read_to_end(&mut received);
        let reset = outcome.as_ref().is_err_and(|error| error.kind() == ErrorKind::ConnectionReset);
        assert!(reset, "expected a reset, received {} then {outcome:?}", escaped(&received));
    }

    /// The connection is over, in whatever way, and nothing came before that.
    #[track_caller]
    pub(crate) fn expect_closed(&mut self) {
        let mut received = Vec::new();
        let outcome = self.stream.read_to_end(&mut received);
        let over = outcome.as_ref().map_or_else(|error| error.kind() == ErrorKind::ConnectionReset, |_| true);
        assert!(over && received.is_empty(), "received {} then {outcome:?}", escaped(&received));
    }

    /// Says the last byte (FIN); receiving goes on.
    #[track_caller]
    pub(crate) fn finish(&self) {
        self.stream.get_ref().shutdown(Shutdown::Write).expect("a connection can be half closed");
    }

    /// Resets the connection (RST).
    pub(crate) fn reset(self) {
        let stream = self.stream.into_inner();
        SockRef::from(&stream).set_linger(Some(Duration::ZERO)).expect("a connection takes its options");
    }

    /// A second handle on the same connection, so that one thread sends while another receives.
    pub(crate) fn split(&self) -> Peer {
        Peer::on(self.stream.get_ref().try_clone().expect("a connection has a second handle"))
    }
}
