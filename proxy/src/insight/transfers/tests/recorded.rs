//! The display pictures and files that libpurple and aMSN exchanged: what the recordings hold was looked up in them by
//! hand.

use super::*;
use crate::insight::story::recordings;

/// Kind, from, to, size, session of the P2P connection.
type Expected = (&'static str, &'static str, &'static str, u64, u32);

const A: &str = "alice@example.com";
const B: &str = "bob@example.com";

/// Each in one session of Alice's and in one of Bob's.
fn expected(recording: &str) -> Vec<Expected> {
    match recording {
        "purple-p9" => {
            vec![("display picture", A, B, 14_363, 846_930_890), ("file", A, B, 30_000, 336_465_786)]
        }
        "purple-p15" => {
            vec![("display picture", A, B, 14_363, 521_595_372), ("file", A, B, 30_000, 608_413_788)]
        }
        "amsn-msnp12" => vec![
            ("display picture", B, A, 15_045, 226_985_465),
            ("display picture", A, B, 15_045, 1_198_532_562),
            ("display picture", B, A, 15_045, 1_133_767_021),
        ],
        other => panic!("what does {other} hold?"),
    }
}

#[test]
fn every_picture_and_file_is_found_on_both_sides_and_is_what_was_promised() {
    for recording in recordings() {
        let story = Story::recorded(&recording);
        let transfers = told(&story);
        let expected = expected(&recording);
        assert_eq!(transfers.iter().count(), 2 * expected.len(), "{recording}");
        for (kind, from, to, size, number) in expected {
            let is_it = |transfer: &&Transfer| transfer.channel == Channel::P2p(number);
            let copies: Vec<_> = transfers.iter().filter(is_it).collect();
            let [one, other] = &copies[..] else { panic!("{number}: {copies:#?}") };
            assert_eq!([one.twin, other.twin], [Some(other.id), Some(one.id)]);
            assert_ne!(one.session, other.session);
            assert_ne!(one.way, other.way);
            assert_eq!(assembled(&story, one), assembled(&story, other));
            for copy in copies {
                assert_eq!(
                    (copy.kind, copy.from.as_deref(), copy.to.as_deref()),
                    (kind, Some(from), Some(to))
                );
                assert_eq!((copy.size(), copy.have(), copy.status), (Some(size), size, Status::Complete));
                assert_eq!((copy.announced, copy.missing().count()), (Some(size), 0));
                assert_eq!((copy.duplicates, copy.strays, copy.left_out, copy.gap), (0, 0, 0, false));
                let found = inspected(&story, copy);
                let is_picture = kind == "display picture";
                assert_eq!((found.sha1d, found.shown), (is_picture.then_some(true), is_picture));
                assert_eq!(found.media.map(|media| media.name), is_picture.then_some("image/png"));
                assert_eq!(copy.name.as_deref(), (!is_picture).then_some("file.bin"));
            }
        }
    }
}

#[test]
fn a_picture_says_what_it_is() {
    let transfers = told(&Story::recorded("purple-p9"));
    let says: Vec<_> = transfers.iter().map(Transfer::says).collect();
    let picture = "alice@example.com sends bob@example.com a display picture, 14,363 bytes: complete";
    let file =
        "alice@example.com sends bob@example.com the file \u{201c}file.bin\u{201d}, 30,000 bytes: complete";
    assert_eq!(says, [picture, picture, file, file]);
}
