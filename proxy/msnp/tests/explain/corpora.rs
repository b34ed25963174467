//! What fuzzing found interesting, checked without a fuzzer.

use crate::check;
use std::path::Path;

/// A corpus by its name, and the check it is for.
type Corpus = (&'static str, fn(&[u8]));

const CORPORA: &[Corpus] = &[
    ("explanation", check::check_stream),
    ("message", check::check_message),
    ("p2p", check::check_p2p),
    ("slp", check::check_slp),
    ("xml", check::check_xml),
];

#[test]
fn every_input_of_the_corpora_passes_the_check() {
    for (name, check) in CORPORA {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
        let mut inputs = 0;
        for entry in std::fs::read_dir(corpus).expect("the corpus is committed") {
            let path = entry.expect("a readable directory").path();
            check(&std::fs::read(path).expect("a readable file"));
            inputs += 1;
        }
        assert!(inputs > 0, "an empty corpus shows nothing");
    }
}
