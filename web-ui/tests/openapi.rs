//! The API is what its description says, and the description says all of it.

mod answers;
mod schema;

use crate::harness::{Bench, Reply, Wishes};
use schema::Schemas;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What the server says of itself.
async fn description(bench: &Bench) -> Value {
    bench.get_json("/api/openapi.json").await
}

/// An address with a method, as described.
struct Operation<'a> {
    method: String,
    path: &'a str,
    described: &'a Value,
}

fn operations(api: &Value) -> Vec<Operation<'_>> {
    let paths = api["paths"].as_object().expect("paths").iter();
    paths
        .flat_map(|(path, item)| {
            item.as_object().expect("an item").iter().map(move |(method, described)| Operation {
                method: method.to_uppercase(),
                path,
                described,
            })
        })
        .collect()
}

impl Operation<'_> {
    fn parameters(&self, place: &str) -> impl Iterator<Item = &Value> {
        let all = self.described["parameters"].as_array().into_iter().flatten();
        all.filter(move |parameter| parameter["in"] == *place)
    }

    /// The address with something in its places.
    fn address(&self) -> String {
        self.parameters("path").fold(self.path.to_owned(), |path, parameter| {
            let place = format!("{{{}}}", parameter["name"].as_str().unwrap());
            path.replace(&place, if parameter["schema"]["type"] == "integer" { "1" } else { "QNG" })
        })
    }

    fn describes(&self, status: u16) -> bool {
        self.described["responses"].get(status.to_string()).is_some()
    }

    async fn ask(&self, bench: &Bench, headers: &str, question: &str, body: &str) -> Reply {
        bench.request(&self.method, &format!("{}{question}", self.address()), headers, body).await
    }
}

const METHODS: [&str; 4] = ["get", "put", "post", "delete"];

const JSON: &str = "Content-Type: application/json\r\n";

#[tokio::test]
async fn the_description_is_openapi() {
    let bench = Bench::start().await;
    let api = description(&bench).await;
    assert!(api["openapi"].as_str().unwrap().starts_with("3.1."));
    assert_eq!((&api["info"]["title"], &api["info"]["version"]), (&json!("Nudge"), &json!("0.0.0")));
    let schemes = api["components"]["securitySchemes"].as_object().unwrap();
    assert_eq!((&schemes["token"]["type"], &schemes["token"]["scheme"]), (&json!("http"), &json!("bearer")));
    assert_eq!((&schemes["cookie"]["type"], &schemes["cookie"]["in"]), (&json!("apiKey"), &json!("cookie")));
    assert_eq!(schemes["cookie"]["name"], format!("nudge-{}", bench.web.port()));
    assert_eq!(api["security"], json!([{ "token": [] }, { "cookie": [] }]), "one of them, everywhere");
    let mut ids = BTreeSet::new();
    for operation in operations(&api) {
        let Operation { method, path, described } = &operation;
        assert!(METHODS.contains(&&*method.to_lowercase()), "{method} {path}");
        assert!(
            ids.insert(described["operationId"].as_str().unwrap()),
            "{method} {path} has a name of its own"
        );
        assert!(described["summary"].as_str().is_some_and(|says| says.ends_with('.')), "{method} {path}");
        let places: BTreeSet<&str> = path.split(['{', '}']).skip(1).step_by(2).collect();
        let named = operation.parameters("path").map(|parameter| parameter["name"].as_str().unwrap());
        assert_eq!(places, named.collect(), "{path}");
        assert!(operation.parameters("path").all(|parameter| parameter["required"] == true), "{path}");
        for parameter in described["parameters"].as_array().into_iter().flatten() {
            assert!(parameter["description"].as_str().is_some_and(|says| !says.is_empty()), "{parameter}");
            assert!(parameter["schema"].is_object(), "{parameter}");
        }
        for (status, response) in described["responses"].as_object().expect("responses") {
            assert!(status.parse::<u16>().is_ok_and(|status| (100..600).contains(&status)));
            assert!(response["description"].as_str().is_some_and(|says| !says.is_empty()), "{path} {status}");
            assert!(status == "101" || response["content"].is_object(), "{path} {status}");
        }
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere_and_every_schema_is_used() {
    let bench = Bench::start().await;
    let api = description(&bench).await;
    let mut references = BTreeSet::new();
    every(&api, &mut |value| {
        if let Some(to) = value.get("$ref") {
            references.insert(to.as_str().unwrap().to_owned());
        }
    });
    for to in &references {
        assert!(api.pointer(to.strip_prefix('#').unwrap()).is_some_and(Value::is_object), "{to}");
    }
    for name in api["components"]["schemas"].as_object().unwrap().keys() {
        let is_live = name == "LiveRequest"; // no operation has it for a body
        assert!(is_live || references.contains(&format!("#/components/schemas/{name}")), "{name} is used");
    }
}

/// Visits every object in a value.
fn every(value: &Value, visit: &mut impl FnMut(&Value)) {
    visit(value);
    match value {
        Value::Object(fields) => fields.values().for_each(|field| every(field, visit)),
        Value::Array(items) => items.iter().for_each(|item| every(item, visit)),
        _ => {}
    }
}

#[tokio::test]
async fn every_address_of_the_router_is_described_and_no_other() {
    let router = include_str!("../src/router.rs");
    let (routes, _) = router.split_once(".fallback(").expect("what comes after the routes");
    let mut routed = BTreeSet::new();
    for route in routes.split(".route(").skip(1).filter(|route| route.starts_with("\"/api/")) {
        let (path, handlers) = route.trim_start_matches('"').split_once('"').expect("an address");
        let words: Vec<&str> = handlers.split(|c: char| !c.is_alphanumeric()).collect();
        let methods: Vec<&str> = words.into_iter().filter(|word| METHODS.contains(word)).collect();
        assert!(!methods.is_empty(), "{path} has a method");
        routed.extend(methods.into_iter().map(|method| (path.to_owned(), method.to_uppercase())));
    }
    assert!(routed.len() > 25, "{routed:?}");
    let bench = Bench::start().await;
    let api = description(&bench).await;
    let described = operations(&api).into_iter().map(|one| (one.path.to_owned(), one.method)).collect();
    assert_eq!(routed, described);
}

#[tokio::test]
async fn every_described_address_answers_with_a_status_that_is_described() {
    let bench = Bench::start().await;
    let api = description(&bench).await;
    let trouble = json!({ "$ref": "#/components/schemas/Trouble" });
    for operation in operations(&api) {
        let headers = format!("{}{JSON}", bench.bearer());
        let reply = operation.ask(&bench, &headers, "", "{}").await;
        let Operation { method, path, .. } = &operation;
        assert!(operation.describes(reply.status), "{method} {path}: {} {}", reply.status, reply.body);
        assert!(!reply.body.contains("there is nothing at this address"), "{method} {path}");
        if reply.status >= 300 {
            assert_eq!(Schemas(&api).complaints(&reply.json(), &trouble), [""; 0], "{method} {path}");
        }
    }
}

/// By each control that stands before the handlers: none of them is described where it is not, or the other way round.
#[tokio::test]
async fn who_is_turned_away_is_so_as_described() {
    let bench = Bench::start().await;
    let locked = Bench::with(Wishes { read_only: true, ..Wishes::default() }).await;
    let api = description(&bench).await;
    for operation in operations(&api) {
        let Operation { method, path, .. } = &operation;
        let bearer = bench.bearer();
        let unknown = operation.ask(&bench, JSON, "", "{}").await;
        assert_eq!((unknown.status, operation.describes(401)), (401, true), "{method} {path}");
        let other_site = format!("{bearer}{JSON}Sec-Fetch-Site: cross-site\r\n");
        let other_site = operation.ask(&bench, &other_site, "", "{}").await;
        assert_eq!((other_site.status, operation.describes(403)), (403, true), "{method} {path}");
        let rebound = format!(
            "{method} {} HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n",
            operation.address()
        );
        let rebound = crate::harness::exchange(bench.web, &rebound).await;
        assert_eq!((rebound.status, operation.describes(421)), (421, true), "{method} {path}");
        let no_json = operation.ask(&bench, &bearer, "", "{}").await;
        assert_eq!(no_json.status == 415, operation.describes(415), "{method} {path}: {}", no_json.body);
        let read_only = operation.ask(&locked, &format!("{}{JSON}", locked.bearer()), "", "{}").await;
        let says = operation.described["responses"]["403"]["description"].as_str().unwrap();
        assert_eq!(
            read_only.status == 403,
            says.contains("--read-only"),
            "{method} {path}: {}",
            read_only.body
        );
    }
}

/// The words in backquotes behind `expected` in the refusal of an unknown field: what the code accepts.
fn accepted(refusal: &str) -> BTreeSet<&str> {
    let expected = refusal.split_once("unknown field").unwrap_or_else(|| panic!("{refusal}")).1;
    let (_, expected) = expected.split_once("expected ").unwrap_or_default();
    expected.split('`').skip(1).step_by(2).collect()
}

#[tokio::test]
async fn every_field_that_is_accepted_is_described_and_no_other() {
    let bench = Bench::start().await;
    let api = description(&bench).await;
    let headers = format!("{}{JSON}", bench.bearer());
    let (mut bodies, mut questions) = (0, 0);
    for operation in operations(&api) {
        let Operation { method, path, described } = &operation;
        // Its refusal tells no fields, because it could quote the password.
        let is_silent = *path == "/api/judged/{entry}";
        if let Some(content) = described["requestBody"].get("content").filter(|_| !is_silent) {
            bodies += 1;
            let reply = operation.ask(&bench, &headers, "", "{\"no such field\":1}").await;
            let fields = Schemas(&api).described(&content["application/json"]["schema"]).unwrap();
            let described = fields.keys().map(String::as_str).collect();
            assert_eq!(accepted(reply.json()["error"].as_str().unwrap()), described, "{method} {path}");
        }
        let described: BTreeSet<&str> =
            operation.parameters("query").map(|parameter| parameter["name"].as_str().unwrap()).collect();
        if !described.is_empty() {
            questions += 1;
            let reply = operation.ask(&bench, &headers, "?no-such=1", "").await;
            assert_eq!(accepted(reply.json()["error"].as_str().unwrap()), described, "{method} {path}");
        }
    }
    assert!(bodies >= 9 && questions >= 5, "{bodies} {questions}");
}

/// What a schema asks for at least: a value for each field that is required, without the one that is `left_out`.
fn least(schemas: &Schemas<'_>, schema: &Value, left_out: Option<&str>) -> Value {
    let schema = schemas.resolve(schema);
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let value = |name: &str| {
        let field = schemas.resolve(&schema["properties"][name]);
        match (&field["enum"][0], field["type"].as_str()) {
            (Value::Null, Some("integer")) => json!(1),
            (Value::Null, _) => json!("x"),
            (word, _) => word.clone(),
        }
    };
    let fields = required.filter(|name| left_out != Some(*name)).map(|name| (name.to_owned(), value(name)));
    Value::Object(fields.collect())
}

#[tokio::test]
async fn a_field_is_required_where_the_description_says_so_and_nowhere_else() {
    let bench = Bench::start().await;
    let api = description(&bench).await;
    let schemas = Schemas(&api);
    let headers = format!("{}{JSON}", bench.bearer());
    let mut required = 0;
    for operation in operations(&api).iter().filter(|one| one.path != "/api/judged/{entry}") {
        let Operation { method, path, described } = operation;
        let Some(content) = described["requestBody"].get("content") else { continue };
        let schema = &content["application/json"]["schema"];
        let enough = operation.ask(&bench, &headers, "", &least(&schemas, schema, None).to_string()).await;
        assert!(!enough.body.contains("missing field"), "{method} {path}: {}", enough.body);
        for name in schemas.resolve(schema)["required"].as_array().into_iter().flatten() {
            let name = name.as_str().unwrap();
            required += 1;
            let body = least(&schemas, schema, Some(name)).to_string();
            let reply = operation.ask(&bench, &headers, "", &body).await;
            let says = format!("missing field `{name}`");
            assert!(reply.status == 400 && reply.body.contains(&says), "{method} {path}: {}", reply.body);
        }
    }
    assert!(required >= 10, "{required}");
}

#[tokio::test]
async fn bounds_are_where_the_description_says() {
    let bench = Bench::start().await;
    let api = description(&bench).await;
    let largest = |schema: &str, field: &str| {
        api["components"]["schemas"][schema]["properties"][field]["maximum"].as_u64().expect("a bound")
    };
    for (field, largest) in [("times", largest("Score", "times")), ("every_ms", largest("Score", "every_ms"))]
    {
        let score = |number: u64| json!({ "session": 1, "dir": "s2c", "typed": "QNG", field: number });
        assert_eq!(bench.post("/api/sequences", &score(largest)).await.status, 200, "{field}");
        assert_eq!(bench.post("/api/sequences", &score(largest + 1)).await.status, 400, "{field}");
    }
    let seconds = largest("Hold", "seconds");
    let hold = |seconds: u64| json!({ "filter": "cmd:MSG", "seconds": seconds });
    for (number, status) in [(0, 400), (1, 200), (seconds, 200), (seconds + 1, 400)] {
        assert_eq!(bench.put("/api/hold", &hold(number)).await.status, status, "{number} seconds");
    }
    let described = &api["components"]["schemas"]["Hold"]["properties"]["keep_alive_ms"];
    let bound = |name: &str| described[name].as_u64().expect("a bound");
    let (least, most) = (bound("minimum"), bound("maximum"));
    for (number, status) in [(least - 1, 400), (least, 200), (most, 200), (most + 1, 400)] {
        let hold = json!({ "filter": "cmd:MSG", "keep_alive_ms": number });
        assert_eq!(bench.put("/api/hold", &hold).await.status, status, "every {number} ms");
    }
    let asked = api["paths"]["/api/challenge"]["get"]["parameters"][0].clone();
    let length = usize::try_from(asked["schema"]["maxLength"].as_u64().expect("a bound")).unwrap();
    for (length, status) in [(length, 200), (length + 1, 400)] {
        let question = format!("/api/challenge?challenge={}", "1".repeat(length));
        assert_eq!(bench.get(&question).await.status, status, "{length} bytes");
    }
}

#[tokio::test]
async fn what_can_be_asked_of_the_live_feed_is_described() {
    let bench = Bench::start().await;
    let api = description(&bench).await;
    let request = json!({ "$ref": "#/components/schemas/LiveRequest" });
    let schemas = Schemas(&api);
    let fields = schemas.described(&request).unwrap();
    let words = schemas.resolve(&fields["get"])["enum"].as_array().unwrap().clone();
    assert!(words.len() >= 9, "{words:?}");
    let mut live = bench.live().await;
    for (id, word) in (1..).zip(words) {
        live.ask(&json!({ "id": id, "get": word })).await;
        let answer = live.answer().await;
        assert_eq!((&answer["id"], answer.get("error")), (&json!(id), None), "{word}");
    }
    live.ask(&json!({ "id": 1, "get": "entries", "no such field": 1 })).await;
    let refusal = live.answer().await;
    let mut accepted = accepted(refusal["error"].as_str().unwrap());
    accepted.extend(["id", "get"]);
    assert_eq!(accepted, fields.keys().map(String::as_str).collect());
}
