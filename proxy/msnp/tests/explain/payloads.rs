//! Every form of P2P and MSNSLP, whole and broken, down to each field. (Content types, XML and header blocks have theirs
//! beside their decoders.)

use crate::script::{Case, read};

const FILES: &[(&str, &str)] =
    &[("p2p", include_str!("payloads/p2p.txt")), ("slp", include_str!("payloads/slp.txt"))];

#[test]
fn every_form_of_p2p_and_slp_reads_as_it_was_written_down() {
    let cases: Vec<Case> = FILES.iter().flat_map(|(name, text)| read(name, text)).collect();
    let wrong: Vec<String> = cases.iter().filter_map(Case::judged).collect();
    assert!(wrong.is_empty(), "{} of {} frames\n\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
