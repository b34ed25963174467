//! Opening a browser, without the token on any command line: other users of the machine can read those.

use std::io::{self, Write as _};
use std::time::Duration;
use tempfile::{Builder, NamedTempFile};
use tokio::task::spawn_blocking;
use tokio::time::sleep;

/// Until a browser has started and read the page.
const START: Duration = Duration::from_secs(30);

/// Opens the person's browser at an address that holds the token, by way of a page only that person can read. The page is
/// removed after a while, or when this is dropped.
///
/// # Errors
///
/// There is no display or no browser: the person opens the printed address instead.
pub async fn open_in_browser(url: &str) -> io::Result<()> {
    if !has_display() {
        return Err(io::Error::new(io::ErrorKind::Unsupported, "there is no display to open a browser on"));
    }
    let page = redirecting_page(url)?;
    let path = page.path().to_owned();
    // It looks on for a while whether the launcher fails, which must not hold up the relay on a thread of the relay's.
    spawn_blocking(move || open::that_detached(path)).await??;
    sleep(START).await;
    Ok(())
}

/// A page that leads to `url`. Temporary files are their owner's alone (0600).
fn redirecting_page(url: &str) -> io::Result<NamedTempFile> {
    // Addresses of ours hold no character that means something in HTML, and none that could be added does any harm.
    let url = url.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let mut page = Builder::new().prefix("nudge-").suffix(".html").tempfile()?;
    writeln!(
        page,
        "<!doctype html><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\">\
         <meta http-equiv=\"refresh\" content=\"0;url={url}\"><title>Nudge</title>\
         <a href=\"{url}\">Open Nudge</a>"
    )?;
    page.flush()?;
    Ok(page)
}

/// Whether there is a screen a browser could appear on.
fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_that_holds_the_token_is_its_owners_alone_and_goes_away() {
        let page = redirecting_page("http://127.0.0.1:8863/?token=abc").unwrap();
        let text = std::fs::read_to_string(page.path()).unwrap();
        assert!(text.contains("content=\"0;url=http://127.0.0.1:8863/?token=abc\""), "{text}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(page.path()).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let path = page.path().to_owned();
        drop(page);
        assert!(!path.exists());
    }
}
