//! Which sessions belong together, with which programs, and who signed in again.

use super::told;
use crate::evening::Evening;
use nudge_proxy::insight::{Insight, Member, Participant, Presence};
use nudge_proxy::transcript::SessionId;
use std::collections::BTreeMap;

/// `2 NS alice@example.org MSNP9 from 1 by 7, thread 1; closed; bob@example.org "Bob" left`.
pub(crate) fn threads(evening: &Evening, insight: &Insight) -> Vec<String> {
    let of = |session| insight.threads.member(session).map(|member| thread(session, member));
    evening
        .sessions()
        .into_iter()
        .map(|session| of(session).unwrap_or_else(|| format!("{session} forgotten")))
        .collect()
}

fn thread(session: SessionId, member: &Member) -> String {
    let role = member.role.map(|role| role.short());
    let (account, dialect) = (member.account.as_deref(), member.dialect);
    let origin = match (member.parent, member.followed) {
        (None, None) => "first".to_owned(),
        (parent, by) => format!("from {} by {}, thread {}", told(parent), told(by), member.thread),
    };
    let state = if member.open { "open" } else { "closed" };
    let gap = if member.gap { ", gap" } else { "" };
    let people: String = member.participants.iter().map(|who| format!("; {}", participant(who))).collect();
    format!("{session} {} {} {} {origin}; {state}{gap}{people}", told(role), told(account), told(dialect))
}

fn participant(who: &Participant) -> String {
    let presence = match who.presence {
        Presence::Called => "called",
        Presence::Here => "here",
        Presence::Left => "left",
    };
    format!("{} \"{}\" {presence}", who.account, who.name)
}

/// `5+6`: one conversation, seen from both ends.
pub(crate) fn halves(evening: &Evening, insight: &Insight) -> Vec<String> {
    let halves = |session: SessionId| -> Option<String> {
        let halves = insight.threads.halves(session);
        let is_first = halves.first() == Some(&session);
        let names: Vec<String> = halves.iter().map(SessionId::to_string).collect();
        (is_first && names.len() > 1).then(|| names.join("+"))
    };
    evening.sessions().into_iter().filter_map(halves).collect()
}

/// `2 MSNMSGR 6.0.0602 on winnt 5.1`: what CVR said.
pub(crate) fn programs(evening: &Evening, insight: &Insight) -> Vec<String> {
    let program = |session: SessionId| {
        let client = insight.threads.member(session)?.client.as_ref()?;
        Some(format!("{session} {} {} on {}", client.name, client.version, client.os))
    };
    evening.sessions().into_iter().filter_map(program).collect()
}

/// `9 alice@example.org again, after 1, which was open and made way`: by the sessions the threads began with.
pub(crate) fn sign_ins(evening: &Evening, insight: &Insight) -> Vec<String> {
    let sign_in = |session: SessionId| {
        let member = insight.threads.member(session)?;
        let before = member.reconnects?;
        let state = match (were_second(evening).get(&session), member.second_place) {
            (Some(true), true) => ", which was open and stayed so",
            (Some(true), false) => ", which was open and made way",
            _ => "",
        };
        Some(format!("{} {} again, after {before}{state}", member.thread, told(member.account.as_deref())))
    };
    evening.sessions().into_iter().filter_map(sign_in).collect()
}

/// Of who signed in again, whether the account was signed in elsewhere at that moment.
fn were_second(evening: &Evening) -> BTreeMap<SessionId, bool> {
    let (mut insight, mut second) = (Insight::default(), BTreeMap::new());
    evening.each(|entry| {
        insight.fold(&entry);
        let member = entry.session.and_then(|session| Some((session, insight.threads.member(session)?)));
        if let Some((session, member)) = member.filter(|(_, member)| member.reconnects.is_some()) {
            second.entry(session).or_insert(member.second_place);
        }
    });
    second
}
