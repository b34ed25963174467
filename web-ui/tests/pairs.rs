//! Which reply answers which request, by way of the JSON API.

use crate::harness::{Bench, say};
use serde_json::{Value, json};

/// The row of the newest command of this kind in a list, and with everything in it.
async fn newest(bench: &Bench, filter: &str) -> (Value, Value) {
    let rows = bench.get_json(&format!("/api/entries?filter={filter}")).await;
    let row = rows["entries"].as_array().unwrap().last().unwrap().clone();
    let whole = bench.get_json(&format!("/api/entries/{}", row["n"])).await;
    (row, whole)
}

#[tokio::test]
async fn a_request_and_its_answer_name_each_other_and_say_how_long_it_took() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"CHG 9 NLN\r\n").await;
    let (row, whole) = newest(&bench, "cmd:CHG%20dir:c2s").await;
    assert_eq!((&row["status"], row.get("ms")), (&json!("pending"), None));
    let request = &whole["n"];
    assert_eq!(whole["pair"], json!({ "request": request, "count": 0, "status": "pending" }));

    say(&mut server, &mut client, b"CHG 9 NLN\r\nNLN AWY a@b A\r\nILN 9 AWY b@b B\r\n").await;
    let (row, asked) = newest(&bench, "cmd:CHG%20dir:c2s").await;
    assert_eq!(row["status"], "answered");
    assert_eq!(row["ms"], asked["pair"]["ms"]);
    let pair = &asked["pair"];
    let first = request.as_u64().unwrap() + 1;
    assert_eq!(
        [&pair["request"], &pair["first"], &pair["last"]],
        [request, &json!(first), &json!(first + 2)]
    );
    assert_eq!((&pair["count"], &pair["status"]), (&json!(2), &json!("answered")));
    assert!(pair["ms"].as_f64().unwrap() <= pair["last_ms"].as_f64().unwrap(), "{pair}");
    let (_, answer) = newest(&bench, "cmd:ILN").await;
    assert_eq!(&answer["pair"], pair);
    let (row, unasked) = newest(&bench, "cmd:NLN").await;
    assert_eq!((row.get("status"), unasked.get("pair")), (None, None));
}

#[tokio::test]
async fn what_came_unasked_has_no_request() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut server, &mut client, b"SBS 0 null\r\n").await;
    let (row, whole) = newest(&bench, "cmd:SBS").await;
    assert_eq!((&row["status"], row.get("ms")), (&json!("unsolicited"), None));
    assert_eq!(whole["pair"], json!({ "count": 0, "status": "unsolicited" }));
}
