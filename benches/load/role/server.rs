//! The server's side in a process of its own, for more connections than one process may have both ends of.

use crate::wire::greeting;
use anyhow::Result;
use std::io::ErrorKind;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Accepts for ever, answers each greeting, and reads and forgets what follows until the client has finished.
pub(super) async fn serve(listen: SocketAddr) -> Result<()> {
    let listener = TcpListener::bind(listen).await?;
    loop {
        let (client, _) = listener.accept().await?;
        tokio::spawn(converse(client));
    }
}

async fn converse(mut client: TcpStream) -> Result<()> {
    client.set_nodelay(true)?;
    let mut heard = greeting(0);
    client.read_exact(&mut heard).await?;
    client.write_all(&heard).await?;
    loop {
        client.readable().await?;
        // On the stack and not across an await: thousands of these wait at the same time.
        match client.try_read(&mut [0; 16 * 1024]) {
            Ok(0) => return Ok(()),
            Err(error) if error.kind() != ErrorKind::WouldBlock => return Err(error.into()),
            Ok(_) | Err(_) => {}
        }
    }
}
