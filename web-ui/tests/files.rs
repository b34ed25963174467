//! The browser's files: those in the program, those of `--ui-dir`, and no others.

use crate::harness::{Bench, Wishes};

#[tokio::test]
async fn the_page_is_in_the_program() {
    let bench = Bench::start().await;
    let page = bench.get("/").await;
    assert_eq!((page.status, page.header("content-type")), (200, vec!["text/html; charset=utf-8"]));
    assert!(page.body.contains("Nudge"));
    let index = bench.get("/assets/index.html").await;
    assert_eq!(index.body, page.body);
    assert_eq!(bench.get("/assets/none.js").await.status, 404);
}

#[tokio::test]
async fn a_folder_is_served_instead_while_one_works_on_it_and_nothing_beside_it() {
    // By its name it is not hidden, so that its whole path is not refused for that.
    let folder = tempfile::Builder::new().prefix("nudge-").tempdir().unwrap();
    let ui = folder.path().join("ui");
    std::fs::create_dir_all(ui.join("deep")).unwrap();
    for (name, text) in [
        ("ui/index.html", "<!doctype html>mine"),
        ("ui/app.js", "one"),
        ("ui/deep/app.css", "two"),
        ("ui/.secret.txt", "no"),
        ("ui/deep/.secret.txt", "no"),
        ("ui/key.pem", "no"),
        ("outside.txt", "no"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let bench = Bench::with(Wishes { ui_dir: Some(ui.clone()), ..Wishes::default() }).await;
    assert_eq!(bench.get("/").await.body, "<!doctype html>mine");
    let script = bench.get("/assets/app.js").await;
    assert_eq!(
        (&*script.body, script.header("content-type")),
        ("one", vec!["text/javascript; charset=utf-8"])
    );
    assert_eq!(bench.get("/assets/deep/app.css").await.body, "two");
    std::fs::write(ui.join("app.js"), "changed").unwrap();
    assert_eq!(bench.get("/assets/app.js").await.body, "changed");
    let absolute = folder.path().join("outside.txt");
    for path in [
        "../outside.txt",
        "%2e%2e/outside.txt",
        "..%2foutside.txt",
        "deep/../../outside.txt",
        "..%5coutside.txt",
        ".secret.txt",
        "deep/.secret.txt",
        "key.pem",
        "deep",
        "",
        "%00app.js",
        &absolute.display().to_string(),
    ] {
        let reply = bench.get(&format!("/assets/{path}")).await;
        assert_eq!(reply.status, 404, "{path}: {}", reply.body);
        assert!(!reply.body.contains("no\n") && reply.body != "no");
    }
}
