//! Connections: how many, how long they may take, and how they end.

use crate::Web;
use crate::guard::Reached;
use crate::router::router;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use socket2::SockRef;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Requests served at once, live feeds not counted; further connections wait.
const CONNECTIONS: usize = 256;

/// Until a request's head must have come.
const HEAD: Duration = Duration::from_secs(15);

/// The largest head, in bytes.
const LARGEST_HEAD: usize = 32 * 1024;

/// How far the page's thread stands back, of 19: at most a few percent of a processor the relay has work for.
#[cfg(target_os = "linux")]
const NICE: i32 = 15;

/// Until a reader that takes nothing is given up.
const STALLED: Duration = Duration::from_secs(60);

/// What the system may hold of an answer that its reader has not taken, in bytes: left to itself it holds MiB, so that a
/// page that was stalled would first have to read what is long past.
const UNDERWAY: usize = 256 * 1024;

/// Until connections must be over once the program is asked to end.
const GRACE: Duration = Duration::from_secs(1);

/// Before accepting is tried again where the system would not.
const RESPITE: Duration = Duration::from_millis(100);

/// Serves browsers until `closing`, on a thread of its own, so that nothing a page asks for stands in the relay's way:
/// the operating system shares the processors fairly between threads, and all pages together are one of them.
///
/// # Errors
///
/// No thread can be started, or the listener cannot be used.
pub fn serve_apart(
    listener: std::net::TcpListener,
    web: Arc<Web>,
    closing: CancellationToken,
) -> io::Result<JoinHandle<()>> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name("web-ui".to_owned()).spawn(move || {
        stand_back();
        runtime.block_on(async {
            match TcpListener::from_std(listener) {
                Ok(listener) => serve(listener, web, closing).await,
                Err(error) => tracing::error!(%error, "the web page cannot be served"),
            }
        });
    })
}

/// Lets the relay's threads go first where both have work: a page that is drawn a moment later hurts nobody.
fn stand_back() {
    // Elsewhere the priority would be the whole program's.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::debug!(%error, "the page's thread keeps its priority");
    }
}

/// Serves browsers until `closing`.
pub async fn serve(listener: TcpListener, web: Arc<Web>, closing: CancellationToken) {
    let tasks = Tasks { closing, tracker: TaskTracker::new() };
    let service = router(web.clone(), tasks.clone());
    let accepting = accept(listener, &service, &tasks);
    let understanding = web.understanding.keep_up(&web.transcript);
    tasks.closing.run_until_cancelled(async { tokio::join!(accepting, understanding) }).await;
    tasks.tracker.close();
    let _ = timeout(GRACE, tasks.tracker.wait()).await; // who has not read its answer by then does without
}

/// Whatever outlives a request, and when it ends.
#[derive(Clone, Debug)]
pub(crate) struct Tasks {
    pub(crate) closing: CancellationToken,
    pub(crate) tracker: TaskTracker,
}

async fn accept(listener: TcpListener, service: &Router, tasks: &Tasks) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let place = places.clone().acquire_owned().await.expect("never closed");
        match listener.accept().await {
            Ok((stream, _)) => {
                let (service, closing) = (service.clone(), tasks.closing.clone());
                tasks.tracker.spawn(async move {
                    connection(stream, service, closing).await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a browser");
                sleep(RESPITE).await;
            }
        }
    }
}

async fn connection(stream: TcpStream, service: Router, closing: CancellationToken) {
    let Ok(reached) = stream.local_addr() else { return }; // it was gone as soon as it came
    let service = service.layer(Extension(Reached(reached)));
    // These fail only on a connection that is already gone.
    let _ = stream.set_nodelay(true);
    let _ = SockRef::from(&stream).set_send_buffer_size(UNDERWAY);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(STALLED));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(service))
        .with_upgrades();
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = closing.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a browser's connection ended early");
    }
}
