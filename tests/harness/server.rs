use super::{PATIENCE, Peer};
use socket2::{Domain, SockAddr, Socket, Type};
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// A server without words of its own: it hands out the connections that arrive, and the test speaks.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    /// `None` only while dropping.
    arrivals: Option<Receiver<TcpStream>>,
}

/// More connections than this may wait in the listener's own backlog.
const ARRIVALS: usize = 64;

impl Server {
    /// A server on a free port of 127.0.0.1.
    pub(crate) fn start() -> Server {
        Server::at("127.0.0.1:0").expect("127.0.0.1 has a free port")
    }

    /// A server at an address of this machine.
    pub(crate) fn at(address: &str) -> io::Result<Server> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let (sender, arrivals) = sync_channel(ARRIVALS);
        thread::spawn(move || accept(&listener, &sender));
        Ok(Server { address, arrivals: Some(arrivals) })
    }

    /// Where it listens.
    pub(crate) fn socket(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens, as the command line and redirects write it.
    pub(crate) fn address(&self) -> String {
        self.address.to_string()
    }

    /// The next connection.
    #[track_caller]
    pub(crate) fn accept(&self) -> Peer {
        match self.arrivals().recv_timeout(PATIENCE) {
            Ok(stream) => Peer::on(stream),
            Err(error) => panic!("nobody connected to {}: {error}", self.address),
        }
    }

    /// Whether nobody has connected since the last [`accept`](Server::accept).
    pub(crate) fn is_alone(&self) -> bool {
        self.arrivals().try_recv().is_err()
    }

    fn arrivals(&self) -> &Receiver<TcpStream> {
        self.arrivals.as_ref().expect("taken only by drop")
    }
}

fn accept(listener: &TcpListener, arrivals: &SyncSender<TcpStream>) {
    while let Ok((stream, _)) = listener.accept() {
        if arrivals.send(stream).is_err() {
            return;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.arrivals.take());
        // One last connection, so that the accepting thread notices that nobody wants any more.
        let _ = TcpStream::connect(self.address);
    }
}

/// A listener that answers no further connection: its backlog is full, as with a host that has gone away silently.
/// The connections that fill it must be kept.
#[cfg(target_os = "linux")]
pub(crate) fn deaf_listener() -> (SocketAddr, Vec<Socket>) {
    let any = SockAddr::from(SocketAddr::from(([127, 0, 0, 1], 0)));
    let socket = || Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    let listener = socket();
    listener.bind(&any).expect("127.0.0.1 has a free port");
    listener.listen(0).expect("a bound socket can listen");
    let address = listener.local_addr().expect("a listener has an address");
    let mut kept = vec![listener];
    // Linux completes one connection more than the backlog says; further ones wait, and fill the queue of the waiting.
    for _ in 0..4 {
        let filler = socket();
        filler.set_nonblocking(true).expect("a socket takes its options");
        let _ = filler.connect(&address);
        kept.push(filler);
    }
    (address.as_socket().expect("an IP address"), kept)
}
