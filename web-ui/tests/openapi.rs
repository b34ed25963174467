use crate::harness::Bench;
#[tokio::test]
async fn dump() {
    let bench = Bench::start().await;
    let r = bench.get("/api/openapi.json").await;
    std::fs::write("/tmp/openapi.json", r.body).unwrap();
}
