//! A ticket from the login server, as clients of MSNP8 and later get one (§6.2).

use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// An answer takes no longer, and is no larger.
const LIMIT: Duration = Duration::from_secs(10);
const LARGEST_ANSWER: u64 = 16 * 1024;

/// Asks the nexus where to log in, logs in there, and returns what `USR … TWN S` presents.
pub(super) async fn ticket(
    http: SocketAddr,
    account: &str,
    password: &str,
    parameters: &str,
) -> io::Result<String> {
    let nexus = get(http, "/rdr/pprdr.asp", "").await?;
    let url = after(&nexus, "DALogin=http://")
        .ok_or_else(|| io::Error::other("the nexus names no login server"))?;
    let (host, path) = url.split_once('/').unwrap_or((url, ""));
    let login = host.parse().map_err(io::Error::other)?;
    let authorization = format!(
        "Authorization: Passport1.4 OrgVerb=GET,OrgURL=http%3A%2F%2Fmessenger%2Emsn%2Ecom,sign-in={},pwd={password},\
         {parameters}\r\n",
        account.replace('@', "%40")
    );
    let answer = get(login, &format!("/{path}"), &authorization).await?;
    let ticket = after(&answer, "from-PP='").and_then(|text| text.split('\'').next());
    ticket.map(str::to_owned).ok_or_else(|| io::Error::other("the login server refused"))
}

/// What stands behind `mark`, to the end of its line.
fn after<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    text.split_once(mark)?.1.lines().next()
}

async fn get(at: SocketAddr, path: &str, header: &str) -> io::Result<String> {
    let asking = async {
        let mut stream = TcpStream::connect(at).await?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n{header}\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.take(LARGEST_ANSWER).read_to_string(&mut answer).await?;
        Ok(answer)
    };
    timeout(LIMIT, asking).await?
}
