//! What frames mean, by way of the JSON API.

use crate::harness::{Bench, say};
use nudge_proxy::transcript::Event;
use serde_json::{Value, json};

/// The entry of the newest frame.
async fn newest(bench: &Bench, filter: &str, asked: &str) -> Value {
    let rows = bench.get_json(&format!("/api/entries?filter={filter}")).await;
    let row = rows["entries"].as_array().unwrap().last().unwrap().clone();
    let whole = bench.get_json(&format!("/api/entries/{}?{asked}", row["n"])).await;
    assert_eq!(row["says"], whole["says"], "a list says the same");
    whole
}

#[tokio::test]
async fn an_entry_says_what_it_means_and_where_its_fields_stand() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"VER 1 MSNP9 CVR0\r\n").await;
    say(&mut server, &mut client, b"VER 1 MSNP9\r\n").await;
    say(&mut server, &mut client, b"NLN BSY bob@example.org Bob%20B 268435492\r\n").await;
    let row = newest(&bench, "cmd:NLN", "").await;
    assert_eq!(row["says"], "Bob B is now busy.");
    let explained = &row["explained"];
    assert_eq!((&explained["form"]["row"], &explained["form"]["dialects"]), (&json!(92), &json!([8, 13])));
    assert_eq!(
        explained["arguments"][2],
        json!({ "name": "nickname", "value": "Bob B", "at": [24, 31], "spelled": "percent-encoded" })
    );
    assert_eq!(explained["arguments"][0]["meaning"], "busy");
    assert_eq!(explained["arguments"][3]["fields"][0]["name"], "0x4");
}

#[tokio::test]
async fn a_secret_is_in_no_field_and_fields_point_at_the_bytes_that_are_shown() {
    use base64::Engine as _;
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"ANS 1 bob@example.org 849102291.52 11752013\r\n").await;
    let row = newest(&bench, "cmd:ANS", "").await;
    assert!(!row.to_string().contains("849102291"), "{row}");
    let shown = base64::engine::general_purpose::STANDARD.decode(row["masked"].as_str().unwrap()).unwrap();
    let arguments = row["explained"]["arguments"].as_array().unwrap();
    let at = |n: usize| {
        let at = |end: usize| usize::try_from(arguments[n]["at"][end].as_u64().unwrap()).unwrap();
        String::from_utf8(shown[at(0)..at(1)].to_vec()).unwrap()
    };
    assert_eq!((at(1).as_str(), at(2).as_str(), at(3).as_str()), ("bob@example.org", "•••", "11752013"));
    let revealed = newest(&bench, "cmd:ANS", "reveal=true").await;
    assert_eq!(revealed["explained"]["arguments"][2]["value"], "849102291.52");
}

#[tokio::test]
async fn a_challenge_comes_with_its_answers() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"VER 1 MSNP12 CVR0\r\n").await;
    say(&mut server, &mut client, b"VER 1 MSNP12\r\n").await;
    say(&mut server, &mut client, b"CHL 0 22210219642164014968\r\n").await;
    let row = newest(&bench, "cmd:CHL", "").await;
    let answers = row["explained"]["answers"].as_array().unwrap();
    let answer = json!({ "product": "PROD0090YUAUV{2B", "dialects": [11, 12],
        "answer": "85ecb0db8f32113df79ce0892b9a102c" });
    assert!(answers.contains(&answer), "{answers:?}");
    assert!(answers.iter().all(|answer| answer["dialects"][1] == 12), "of this dialect only: {answers:?}");
}

#[tokio::test]
async fn an_answer_is_computed_for_a_product_that_is_typed_in() {
    let bench = Bench::start().await;
    let asked = "/api/challenge?challenge=22210219642164014968&dialect=11&product=PROD0090YUAUV%7B2B";
    let told = bench.get_json(&format!("{asked}&key=YMM8C_H7KCQ2S_KL")).await;
    assert_eq!(told["answers"][0]["answer"], "85ecb0db8f32113df79ce0892b9a102c");
    let all = bench.get_json("/api/challenge?challenge=15570131571988941333").await;
    assert_eq!(all["answers"][0]["answer"], "8f2f5a91b72102cd28355e9fc9000d6e");
    for (asked, says) in [
        (asked.to_owned(), "together"),
        ("/api/challenge?challenge=1&product=a&key=b".to_owned(), "dialect"),
        (format!("/api/challenge?challenge={}", "1".repeat(300)), "256"),
        ("/api/challenge".to_owned(), "?challenge="),
    ] {
        let answer = bench.get(&asked).await;
        assert_eq!(answer.status, 400);
        assert!(answer.body.contains(says), "{}", answer.body);
    }
}

#[tokio::test]
async fn every_command_has_its_document() {
    let bench = Bench::start().await;
    let commands = bench.get_json("/api/commands").await;
    for command in commands["commands"].as_array().unwrap() {
        let verb = command["verb"].as_str().unwrap();
        let doc = bench.get_json(&format!("/api/commands/{verb}")).await;
        assert_eq!(doc["verb"], *verb);
        let forms = doc["forms"].as_array().unwrap();
        assert!(verb == "GET" || !forms.is_empty(), "{verb} has no form");
    }
    let error = bench.get_json("/api/commands/913").await;
    assert_eq!((&error["verb"], &error["number"]["number"]), (&json!("NNN"), &json!(913)));
    assert_eq!(bench.get_json("/api/commands/iln").await["verb"], "ILN");
    assert_eq!(bench.get("/api/commands/XYZ").await.status, 404);
}

#[tokio::test]
async fn what_is_no_frame_explains_nothing() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"not msnp\r\n").await;
    bench.event(|event| matches!(event, Event::Opaque { .. })).await;
    let rows = bench.get_json("/api/entries?filter=dir:c2s").await;
    assert_eq!(rows["entries"][0].get("says"), None, "{rows}");
}
