use serde::{Deserialize, Serialize};

/// Which way a byte travels through the proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Direction {
    /// From the client (C→S in the wire reference).
    #[serde(rename = "c2s")]
    ClientToServer,
    /// From the server (S→C).
    #[serde(rename = "s2c")]
    ServerToClient,
}

impl Direction {
    /// Both directions, client to server first: the order of every pair in this project.
    pub const BOTH: [Direction; 2] = [Direction::ClientToServer, Direction::ServerToClient];

    /// The other way.
    pub fn reverse(self) -> Direction {
        match self {
            Direction::ClientToServer => Direction::ServerToClient,
            Direction::ServerToClient => Direction::ClientToServer,
        }
    }

    /// The short name used in filters, exports and logs: `c2s` or `s2c`.
    pub fn short(self) -> &'static str {
        match self {
            Direction::ClientToServer => "c2s",
            Direction::ServerToClient => "s2c",
        }
    }
}
