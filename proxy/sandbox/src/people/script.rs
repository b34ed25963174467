//! What they say and do.

use super::chat::Chat;
use super::person::{Person, Role};
use super::{CAST, Pace};
use msnp::Dialect;
use std::io;
use std::net::SocketAddr;
use tokio::time::sleep;
use tokio::try_join;

const ALICE: Role = Role {
    account: CAST[0].0,
    name: "Alice%20%F0%9F%90%87",
    password: CAST[0].1,
    dialect: Dialect(12),
    offers: "MSNP12 MSNP11 CVR0",
    client: "0x0409 winnt 5.1 i386 MSNMSGR 7.5.0324 msmsgs",
    capabilities: "1342177280 0",
    product: "PROD0090YUAUV{2B",
    hand: "FN=Trebuchet%20MS; EF=; CO=a0522d; CS=0; PF=22",
};

const BOB: Role = Role {
    account: CAST[1].0,
    name: "Bob%20the%20Builder",
    password: CAST[1].1,
    dialect: Dialect(7),
    offers: "MSNP7 MSNP6 MSNP5 MSNP4 CVR0",
    client: "0x0409 winnt 5.1 i386 MSMSGS 4.7.0041 MSMSGS",
    capabilities: "",
    product: "msmsgs@msnmsgr.com",
    hand: "FN=Comic%20Sans%20MS; EF=B; CO=2020c0; CS=0; PF=42",
};

/// The whole play, from signing in to signing out.
pub(super) async fn once(through: SocketAddr, http: SocketAddr, pace: Pace) -> io::Result<()> {
    let (mut alice, mut bob) = try_join!(
        Box::pin(Person::sign_in(ALICE, through, http, pace)),
        Box::pin(Person::sign_in(BOB, through, http, pace)),
    )?;
    alice.feel("trying out Nudge").await?;
    let mut hers = Chat::begin(&mut alice, BOB.account).await?;
    let mut his = Chat::answer(&mut bob, ALICE.account).await?;
    hers.hear("JOI").await?;

    small_talk(&mut hers, &mut his).await?;
    moods(&mut alice, &mut bob, &mut hers, &mut his).await?;
    mistakes(&mut alice, &mut hers, &mut his).await?;

    his.say("I have to go. Bye!").await?;
    his.leave().await?;
    hers.hear("BYE").await?;
    hers.say("Too late: nobody hears this, so the switchboard answers NAK.").await?;
    hers.leave().await?;
    sleep(pace.reading).await;
    bob.sign_out().await?;
    alice.ping().await?;
    sleep(pace.reading).await;
    alice.sign_out().await
}

async fn small_talk(hers: &mut Chat, his: &mut Chat) -> io::Result<()> {
    hers.say("Hi Bob! Somebody is watching every command we send.").await?;
    his.say("Then let us be polite. Hello, somebody!").await?;
    his.say("日本語, Ελληνικά, 🎉: a length counts bytes, not characters.").await?;
    his.nudge().await?;
    hers.feel().await?;
    hers.say("Ouch! That was a message of type text/x-msnmsgr-datacast.").await?;
    Ok(())
}

async fn moods(alice: &mut Person, bob: &mut Person, hers: &mut Chat, his: &mut Chat) -> io::Result<()> {
    bob.be("BSY").await?;
    his.say("I am busy now. You saw it as NLN BSY.").await?;
    alice.feel("has seen it all").await?;
    hers.say("And I have a new personal message. Your old client does not show those, the bot's would.")
        .await?;
    bob.be("NLN").await?;
    Ok(())
}

/// Mistakes a client may make and survive, each answered by its number.
async fn mistakes(alice: &mut Person, hers: &mut Chat, his: &mut Chat) -> io::Result<()> {
    let refused = alice.ask("CHG", "XXX 0").await?;
    hers.say(&format!("I asked for a status that does not exist. Error {}!", number(&refused))).await?;
    alice.ask("ZZZ", "what is this").await?;
    hers.ask("CAL", "nobody@sandbox.example").await?;
    his.say("Now you also sent a command that does not exist, and called somebody who is not online.")
        .await?;
    Ok(())
}

fn number(said: &super::wire::Said) -> String {
    said.command().map(|command| command.verb.to_string()).unwrap_or_default()
}
