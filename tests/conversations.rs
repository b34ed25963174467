//! Every form of redirect, and what surrounds them, as text files played by both ends.
//!
//! Promises 1, 2 and 3 hold in each of them: nothing but the address of a redirect differs between what one end sends
//! and the other receives, and the rows hold both.

mod player;
mod script;

pub(crate) use player::play;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

macro_rules! conversations {
    ($($name:ident)*) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];
        $(
            #[test]
            fn $name() {
                player::play(stringify!($name), &text(stringify!($name)));
            }
        )*
    };
}

conversations! {
    a_chain_leads_from_ds_to_ns_to_ns_to_sb
    a_frame_cut_by_the_end_is_passed_on
    a_half_closed_session_goes_on_in_the_other_direction
    a_host_name_in_capitals_is_followed
    a_host_name_is_followed
    a_redirect_glued_to_a_payload_is_found
    a_redirect_inside_a_payload_is_no_redirect
    a_reset_of_the_server_passes_on_as_a_reset
    a_reset_passes_on_as_a_reset
    a_server_may_end_first
    an_address_that_cannot_be_read_is_left_alone_and_said
    an_ipv6_address_in_brackets_is_followed
    an_opaque_direction_is_never_rewritten
    an_rng_of_msnp13
    an_rng_of_msnp14_to_18
    an_rng_of_msnp2_to_12
    an_unsolicited_xfr_moves_the_client_in_mid_session
    an_xfr_ns_0_means_this_server_again
    an_xfr_ns_of_msnp13_to_18
    an_xfr_ns_of_msnp21_keeps_its_hop
    an_xfr_ns_of_msnp2_with_a_port
    an_xfr_ns_of_msnp3_to_6
    an_xfr_ns_of_msnp7_to_12_names_two_addresses
    an_xfr_ns_without_a_port_means_1863
    an_xfr_sb_of_msnp13
    an_xfr_sb_of_msnp14_to_18
    an_xfr_sb_of_msnp2_to_12
    an_xfr_sb_without_port_or_cookie
    an_xfr_to_the_http_gateway_is_left_alone_and_said
    ns_and_sb_at_one_address_share_a_route
    odd_lines_pass_as_they_came
    only_the_address_changes
    several_clients_are_moved_to_one_server
    several_switchboards_at_once
    the_oldest_client_asks_for_a_redirect_first
}

/// The names of all conversations, and what is in their files.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, String)> {
    NAMES.iter().map(|name| (*name, text(name)))
}

fn text(name: &str) -> String {
    let path = folder().join(name).with_extension("txt");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conversations"))
}

#[test]
fn every_conversation_in_the_folder_is_played() {
    let files = fs::read_dir(folder()).expect("the folder of conversations");
    let paths = files.map(|file| file.expect("a file").path());
    let scripts = paths.filter(|path| path.extension().is_some_and(|extension| extension == "txt"));
    let names: BTreeSet<String> =
        scripts.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    assert_eq!(names, NAMES.iter().map(|&name| name.to_owned()).collect());
}
