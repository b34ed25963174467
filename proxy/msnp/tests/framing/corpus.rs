//! What fuzzing found interesting, checked without a fuzzer.

use crate::check::check_input;
use std::path::Path;

#[test]
fn every_input_of_the_fuzzing_corpus_passes_the_check() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/framing");
    let mut inputs = 0;
    for entry in std::fs::read_dir(corpus).expect("the corpus is committed") {
        let path = entry.expect("a readable directory").path();
        check_input(&std::fs::read(path).expect("a readable file"));
        inputs += 1;
    }
    assert!(inputs > 0, "an empty corpus shows nothing");
}
