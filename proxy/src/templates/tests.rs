use super::*;
use crate::compose::{Places, compose};
use msnp::Frame;
use msnp::explain::{Context, explain, rows};
use std::collections::BTreeSet;

fn places() -> Places {
    let known = |text: &str| Some(text.to_owned());
    Places {
        trid: Some(2_000_000_000),
        me: known("alice@example.org"),
        peer: known("bob@example.org"),
        ticket: known("17262740.1050826919.32308"),
        now: 1_190_042_501,
        guid: "{6f1d2c3b-0000-4000-8000-00000000a11c}".to_owned(),
    }
}

#[test]
fn every_template_is_explained_without_trouble_in_every_dialect_it_names() {
    for template in templates() {
        let bytes =
            compose(template.typed, &places()).unwrap_or_else(|error| panic!("{}: {error}", template.typed));
        for dialect in template.dialects.0..=template.dialects.1 {
            let (direction, role) = (template.dir, template.role);
            let context = Context { direction, role, dialect: Some(Dialect(dialect)) };
            let frame = Frame { bytes: &bytes, opaque: false };
            let explanation = explain(&frame, &context);
            let at = format!("MSNP{dialect}: {}", template.typed);
            let row = explanation.row.unwrap_or_else(|| panic!("{at}"));
            assert!(row.dialects().contains(&dialect), "{at}: {row:?}");
            assert_eq!(explanation.trouble(), None, "{at}");
            assert!(row.role.is_none() || role.is_none() || row.role == role, "{at}: {row:?}");
            assert!(row.name != "Form not described", "{at}");
        }
    }
}

#[test]
fn what_is_sent_is_one_whole_command() {
    for template in templates() {
        let bytes = compose(template.typed, &places()).unwrap();
        let frame = msnp::Deframer::new(template.dir)
            .next_frame(&bytes)
            .map(|frame| (frame.bytes.len(), frame.opaque));
        assert_eq!(frame, Some((bytes.len(), false)), "{}", template.typed);
    }
}

#[test]
fn each_has_a_name_of_its_own_where_it_is_offered() {
    for role in [None, NS, SB] {
        for dialect in 2..=21 {
            let offered =
                templates().filter(|one| one.role == role && one.fits(role, Some(Dialect(dialect))));
            let names: Vec<_> = offered.map(|one| (one.dir.short(), one.name)).collect();
            let distinct: BTreeSet<_> = names.iter().copied().collect();
            let twice = dialect == 18 && role == NS; // presence has two forms there
            assert!(twice || names.len() == distinct.len(), "MSNP{dialect}: {names:?}");
        }
    }
}

/// What nobody has a use for: replies that only their request makes sense of, and what has no known use.
const WITHOUT: &[&str] = &[
    "c2s CVQ", "c2s DEL", "c2s FSL", "c2s INF", "c2s VAS", "s2c ADC", "s2c ADG", "s2c CVQ", "s2c CVR",
    "s2c DEL", "s2c FND", "s2c FQY", "s2c FSL", "s2c GCF", "s2c IMS", "s2c INF", "s2c IPG", "s2c LSG",
    "s2c LST", "s2c PRP", "s2c PUT", "s2c REA", "s2c REG", "s2c RMG", "s2c SBP", "s2c SBS", "s2c SDC",
    "s2c SND", "s2c SYN", "s2c UBN", "s2c URL", "s2c UUN", "s2c UUX",
];

#[test]
fn whatever_the_reference_lists_can_be_begun_or_is_a_mere_reply() {
    let begun: BTreeSet<_> = templates().map(|one| format!("{} {}", one.dir.short(), one.verb())).collect();
    let listed: BTreeSet<_> = rows().map(|row| format!("{} {}", row.direction.short(), row.verb)).collect();
    let missing: Vec<_> =
        listed.iter().filter(|name| !begun.contains(*name) && !name.ends_with("NNN")).collect();
    let missing: Vec<_> = missing.into_iter().filter(|name| !WITHOUT.contains(&name.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
