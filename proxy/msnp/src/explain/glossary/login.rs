//! Signing in (§5.1).

use super::{NS, Row, client, server};

#[rustfmt::skip] // a table: one row, one line
pub(super) const ROWS: &[Row] = &[
    client((1, "VER"), (2, 21), "T dialects*", "Versions offered", "The client offers to speak {dialects}.|The client asks for a version and offers none.").on(NS),
    server((2, "VER"), (2, 21), "T dialect=0", "Versions refused", "The server refuses every version offered.").on(NS),
    server((2, "VER"), (2, 21), "T dialect check=CVR0?", "Version chosen", "The server chooses {dialect}.").on(NS),
    server((2, "VER"), (2, 21), "T dialects*", "Version chosen", "The server can speak {dialects}; the highest is used.|The server names no version.").on(NS),
    client((3, "INF"), (2, 7), "T", "Ways to log in wanted", "The client asks which ways to log in the server knows.").on(NS),
    server((4, "INF"), (2, 7), "T packages", "Ways to log in", "The server accepts login by {packages}.").on(NS),
    client((5, "CVR"), (2, 7), "T locale system osversion processor client version brand?", "Client version", "The client reports itself as {client} {version} on {system} {osversion}.").on(NS),
    client((6, "CVR"), (8, 18), "T locale system osversion processor client version brand account", "Client version", "The client reports itself as {client} {version} on {system} {osversion}.").on(NS),
    client((7, "CVR"), (21, 21), "T locale system osversion processor client version brand account hop", "Client version", "The client reports itself as {client} {version} on {system} {osversion}.").on(NS),
    server((8, "CVR"), (2, 21), "T recommended recommended2? minimum? download? info?", "Version advice", "The server recommends client version {recommended}[ and demands at least {minimum}].").on(NS),
    client((9, "CVQ"), (2, 21), "T locale system osversion processor client version brand? account?", "Version check without login", "The client reports itself as {client} {version} on {system} {osversion}, to have its version checked.").on(NS),
    server((9, "CVQ"), (2, 21), "T recommended recommended2? minimum? download? info?", "Version advice", "The server recommends client version {recommended}[ and demands at least {minimum}].").on(NS),
    client((10, "USR"), (2, 7), "T scheme=MD5 step=I account", "Login begins (MD5)", "The client starts to log in as {account} by {scheme}.").on(NS),
    server((11, "USR"), (2, 7), "T scheme=MD5 step=S salt", "Login challenge (MD5)", "The server asks the client to prove that it knows the password.").on(NS),
    client((12, "USR"), (2, 7), "T scheme=MD5 step=S digest", "Login answer (MD5)", "The client proves that it knows the password.").on(NS),
    client((13, "USR"), (2, 2), "T scheme=CTP step=I account more*", "Login in clear text", "The client starts to log in as {account} by {scheme}.").on(NS),
    client((14, "USR"), (8, 14), "T scheme=TWN step=I account", "Login begins (Passport)", "The client starts to log in as {account} by {scheme}.").on(NS),
    server((15, "USR"), (8, 14), "T scheme=TWN step=S parameters", "Login challenge (Passport)", "The server asks for a Passport ticket.").on(NS),
    client((16, "USR"), (8, 14), "T scheme=TWN step=S ticket", "Login answer (Passport)", "The client presents its Passport ticket.").on(NS),
    client((17, "USR"), (15, 21), "T scheme=SSO step=I account", "Login begins (SSO)", "The client starts to log in as {account} by {scheme}.").on(NS),
    client((17, "USR"), (2, 21), "T scheme step=I account", "Login begins", "The client starts to log in as {account} by {scheme}.").on(NS),
    server((18, "USR"), (15, 21), "T scheme=SSO step=S policy nonce?", "Login challenge (SSO)", "The server asks for a single sign-on ticket under the policy {policy}.").on(NS),
    client((19, "USR"), (15, 15), "T scheme=SSO step=S ticket proof", "Login answer (SSO)", "The client presents its single sign-on ticket.").on(NS),
    client((20, "USR"), (16, 21), "T scheme=SSO step=S ticket proof machine", "Login answer (SSO)", "The client presents its single sign-on ticket.").on(NS),
    client((21, "USR"), (18, 18), "T scheme=SHA step=A ticket", "Circles wanted", "The client asks to use its circles.").on(NS),
    server((22, "USR"), (2, 5), "T ok=OK account nick", "Logged in", "The server accepts you as {nick} ({account}).|The server accepts you as {account}.").on(NS),
    server((23, "USR"), (6, 7), "T ok=OK account nick verified=0|1", "Logged in", "The server accepts you as {nick} ({account}).|The server accepts you as {account}.").on(NS),
    server((24, "USR"), (8, 9), "T ok=OK account nick verified=0|1 restricted=0|1", "Logged in", "The server accepts you as {nick} ({account}).|The server accepts you as {account}.").on(NS),
    server((25, "USR"), (10, 21), "T ok=OK account nick? verified=0|1 restricted=0|1", "Logged in", "The server accepts you as {nick} ({account}).|The server accepts you as {account}.").on(NS),
];
