//! On switchboards (§5.4, §7).

use super::{SB, Template, to_client, to_server};

const ALL: (u8, u8) = (2, 18);

#[rustfmt::skip] // a table: a template, a few lines
pub(super) const TEMPLATES: &[Template] = &[
    to_client(SB, ALL, "Nudge the client", "MSG {peer} {peer} {len}\nMIME-Version: 1.0\nContent-Type: text/x-msnmsgr-datacast\n\nID: 1\n\n",
        "The client's window shakes, as if the other had sent a nudge."),
    to_client(SB, ALL, "Message to the client", "MSG {peer} {peer} {len}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nX-MMS-IM-Format: FN=Segoe%20UI; EF=; CO=0; CS=0; PF=0\n\nhello",
        "The client shows a text, as if the other had written it."),
    to_client(SB, ALL, "Typing, to the client", "MSG {peer} {peer} {len}\nMIME-Version: 1.0\nContent-Type: text/x-msmsgscontrol\nTypingUser: {peer}\n\n\n",
        "The client shows for some seconds that the other is typing."),
    to_client(SB, ALL, "Action text to the client", "MSG {peer} {peer} {len}\nMIME-Version: 1.0\nContent-Type: text/x-msnmsgr-datacast\n\nID: 4\nData: waves\n\n",
        "The client shows an action, such as a wave, of the other."),
    to_client(SB, ALL, "Sign of life to the client", "MSG {peer} {peer} {len}\nMIME-Version: 1.0\nContent-Type: text/x-keepalive\n\n",
        "Nothing is shown: clients ignore it."),
    to_client(SB, ALL, "Invitation to a file transfer", "MSG {peer} {peer} {len}\nMIME-Version: 1.0\nContent-Type: text/x-msmsgsinvite; charset=UTF-8\n\nApplication-Name: File Transfer\nApplication-GUID: {5D3E02AB-6190-11d3-BBBB-00C04F795683}\nInvitation-Command: INVITE\nInvitation-Cookie: 85366\nApplication-File: picture.png\nApplication-FileSize: 1234\n\n",
        "The client asks whether to accept a file, in the old way without P2P."),
    to_client(SB, (2, 11), "Somebody joins", "JOI {peer} {peer}", "The client takes somebody for present."),
    to_client(SB, (12, 15), "Somebody joins", "JOI {peer} {peer} 268435492", "The client takes somebody with these capabilities for present."),
    to_client(SB, (16, 18), "Somebody joins", "JOI {peer} {peer} 2788999228:48", "The client takes somebody with these capabilities for present."),
    to_client(SB, (2, 11), "Somebody is already here", "IRO {trid} 1 1 {peer} {peer}", "A line of who is present, before the answer to ANS is whole."),
    to_client(SB, (12, 15), "Somebody is already here", "IRO {trid} 1 1 {peer} {peer} 268435492", "A line of who is present, before the answer to ANS is whole."),
    to_client(SB, (16, 18), "Somebody is already here", "IRO {trid} 1 1 {peer} {peer} 2788999228:48", "A line of who is present, before the answer to ANS is whole."),
    to_client(SB, ALL, "Everybody named", "ANS {trid} OK", "The answer to ANS is whole."),
    to_client(SB, ALL, "Somebody leaves", "BYE {peer}", "The client takes somebody for gone."),
    to_client(SB, ALL, "Somebody is dropped for being idle", "BYE {peer} 1", "The client takes somebody for gone, because nothing was said for long."),
    to_client(SB, ALL, "Message delivered", "ACK {trid}", "The client's latest message counts as delivered."),
    to_client(SB, ALL, "Message not delivered", "NAK {trid}", "The client says that its latest message could not be delivered."),
    to_client(SB, ALL, "Ringing", "CAL {trid} RINGING 11752013", "The client's invitation counts as passed on."),
    to_client(SB, ALL, "In the switchboard", "USR {trid} OK {me} {me}", "The client counts as let in."),
    to_server(SB, ALL, "Nudge the others", "MSG {trid} N {len}\nMIME-Version: 1.0\nContent-Type: text/x-msnmsgr-datacast\n\nID: 1\n\n",
        "Everybody in the conversation gets a nudge from this client."),
    to_server(SB, ALL, "Message to the others", "MSG {trid} N {len}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nX-MMS-IM-Format: FN=Segoe%20UI; EF=; CO=0; CS=0; PF=0\n\nhello",
        "Everybody in the conversation gets a text from this client; only a failure is answered."),
    to_server(SB, ALL, "Message to the others, delivery confirmed", "MSG {trid} A {len}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\nhello",
        "The same, answered with ACK or NAK."),
    to_server(SB, ALL, "Typing, to the others", "MSG {trid} U {len}\nMIME-Version: 1.0\nContent-Type: text/x-msmsgscontrol\nTypingUser: {me}\n\n\n",
        "The others see for some seconds that this client is typing."),
    to_server(SB, ALL, "Message in two parts", "MSG {trid} N {len}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nMessage-ID: {guid}\nChunks: 2\n\nthe first part, ",
        "The first part of a message; the second has the same Message-ID and Chunk: 1."),
    to_server(SB, ALL, "Invite somebody", "CAL {trid} {peer}", "Somebody is called into the conversation."),
    to_server(SB, ALL, "Leave", "OUT", "This client leaves the conversation, and its connection ends."),
    to_server(SB, ALL, "Enter as caller", "USR {trid} {me} {ticket}", "What a client says first on a switchboard it asked for."),
    to_server(SB, ALL, "Accept an invitation", "ANS {trid} {me} {ticket} 11752013", "What a client says first on a switchboard it was called to."),
];
