//! The reading contract over HTTP: how far was looked, what was missed, what was skipped.

use crate::harness::Bench;
use serde_json::Value;

fn numbers(answer: &Value) -> Vec<u64> {
    answer["entries"].as_array().unwrap().iter().map(|row| row["n"].as_u64().unwrap()).collect()
}

fn field(answer: &Value, name: &str) -> u64 {
    answer[name].as_u64().unwrap_or_else(|| panic!("{name} in {answer}"))
}

#[tokio::test]
async fn entries_are_read_forward_to_the_end_without_a_gap() {
    let bench = Bench::start().await;
    bench.record(5000, &[b"MSG a@b A 300\r\n", &[b'x'; 300][..]].concat());
    let (mut from, mut seen) = (1, Vec::new());
    loop {
        let answer = bench.get_json(&format!("/api/entries?from={from}")).await;
        let got = numbers(&answer);
        assert!(answer.to_string().len() < 130 * 1024, "at most 128 KiB of rows");
        assert_eq!(field(&answer, "prev"), from);
        assert_eq!(field(&answer, "next"), from + got.len() as u64);
        if got.is_empty() {
            assert_eq!(from, field(&answer, "head"));
            break;
        }
        seen.extend(got);
        from = field(&answer, "next");
    }
    assert_eq!(seen, (1..from).collect::<Vec<_>>());
}

#[tokio::test]
async fn entries_are_read_backward_to_the_first_without_a_gap() {
    let bench = Bench::start().await;
    bench.record(3000, b"QNG 50\r\n");
    let (mut before, mut seen) = (u64::MAX, Vec::new());
    loop {
        let answer = bench.get_json(&format!("/api/entries?before={before}&limit=700")).await;
        let got = numbers(&answer);
        assert!(got.len() <= 700 && got.is_sorted());
        if got.is_empty() {
            assert_eq!(field(&answer, "prev"), field(&answer, "first"));
            break;
        }
        before = field(&answer, "prev");
        assert_eq!(before, got[0]);
        seen.splice(0..0, got);
    }
    assert_eq!(seen, (1..=seen.len() as u64).collect::<Vec<_>>());
}

#[tokio::test]
async fn who_follows_gets_the_newest_and_hears_what_was_skipped() {
    let bench = Bench::start().await;
    bench.record(20_000, b"QNG 50\r\n");
    let answer = bench.get_json("/api/entries?from=1&follow=true").await;
    let got = numbers(&answer);
    assert_eq!(field(&answer, "next"), field(&answer, "head"));
    assert_eq!(got.last(), Some(&(field(&answer, "head") - 1)), "the newest");
    assert_eq!(got[0], field(&answer, "prev"));
    assert_eq!(field(&answer, "skipped"), got[0] - 1, "and all before it is told");
    assert_eq!(field(&answer, "missed"), 0);
    let earlier = bench.get_json(&format!("/api/entries?before={}&limit=1", got[0])).await;
    assert_eq!(numbers(&earlier), [got[0] - 1], "what was skipped can be read");
}

#[tokio::test]
async fn who_follows_a_flood_gets_a_screenful_and_who_reads_gets_all_there_is_room_for() {
    let bench = Bench::start().await;
    bench.record(20_000, b"QNG 50\r\n");
    let follows = bench.get("/api/entries?from=1&follow=true").await.body.len();
    let reads = bench.get("/api/entries?from=1").await.body.len();
    assert!((8 * 1024..32 * 1024).contains(&follows), "{follows} bytes to who follows");
    assert!(reads > 3 * follows, "{reads} bytes to who reads");
    let head = field(&bench.get_json("/api/entries?from=1&limit=1").await, "head");
    let near = bench.get_json(&format!("/api/entries?from={}&follow=true", head - 300)).await;
    assert_eq!((numbers(&near).len(), field(&near, "skipped")), (300, 0), "no flood");
}

#[tokio::test]
async fn what_was_forgotten_is_counted() {
    let bench = Bench::start().await;
    bench.record(300, &[b"MSG a@b A 99000\r\n", &vec![b'x'; 99_000][..]].concat());
    for question in ["from=1", "from=1&follow=true"] {
        let answer = bench.get_json(&format!("/api/entries?{question}")).await;
        let first = field(&answer, "first");
        assert!(first > 1);
        assert_eq!(field(&answer, "missed"), first - 1, "{question}");
        assert_eq!(field(&answer, "prev"), first + field(&answer, "skipped"));
    }
    assert_eq!(bench.get("/api/entries/1").await.status, 410);
    let download = bench.get("/api/download").await;
    assert!(download.rows()[0]["n"].as_u64().unwrap() > 1);
}

#[tokio::test]
async fn a_filter_that_finds_nothing_looks_at_a_mebibyte_and_says_how_far_it_came() {
    let bench = Bench::start().await;
    let frame = [b"MSG a@b A 900\r\n", &[b'x'; 900][..]].concat();
    bench.record(5000, &frame);
    let (mut from, mut answers) = (1, 0);
    loop {
        let answer = bench.get_json(&format!("/api/entries?from={from}&filter=nothing")).await;
        assert!(numbers(&answer).is_empty());
        let looked = field(&answer, "next") - from;
        assert!(looked * frame.len() as u64 <= 1024 * 1024, "{looked} entries at once");
        if looked == 0 {
            assert_eq!(from, field(&answer, "head"));
            break;
        }
        answers += 1;
        from = field(&answer, "next");
    }
    assert!(answers >= 5, "{answers} answers for 5,000 entries");
    let answer = bench.get_json("/api/entries?from=1&follow=true&filter=nothing").await;
    assert_eq!(field(&answer, "next"), field(&answer, "head"));
    assert!(field(&answer, "skipped") > 3000, "what was not looked at is told");
}

#[tokio::test]
async fn a_filter_narrows_by_role_and_negates() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    crate::harness::say(&mut client, &mut server, b"ANS 1 bob@example.org 84.52 77\r\n").await;
    crate::harness::say(&mut server, &mut client, b"JOI carol@example.org Carol\r\n").await;
    for (filter, expected) in
        [("role:SB", 4), ("role:SB%20dir:s2c", 1), ("role:NS", 0), ("carol%20-dir:c2s", 1)]
    {
        let answer = bench.get_json(&format!("/api/entries?filter={filter}")).await;
        assert_eq!(numbers(&answer).len(), expected, "{filter}");
    }
}

#[tokio::test]
async fn a_question_that_cannot_be_read_is_refused_with_its_place() {
    let bench = Bench::start().await;
    for (question, at) in [("filter=cmd:MSG%20dir:up", Some(8)), ("from=x", None), ("from=1&before=2", None)]
    {
        let reply = bench.get(&format!("/api/entries?{question}")).await;
        assert_eq!(reply.status, 400, "{question}");
        assert_eq!(reply.json()["at"].as_u64(), at, "{question}");
        assert!(!reply.json()["error"].as_str().unwrap().is_empty());
    }
}
