//! Questions and answers: a frame there, a frame back, and how long that took.

use crate::mix::text_message;
use crate::wire::Pair;
use anyhow::{Context as _, Result, ensure};
use msnp::Direction;
use std::time::Instant;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// A client that asks, and a server of its own that answers each frame with a frame.
#[derive(Debug)]
pub(crate) struct Dialogue {
    client: TcpStream,
    question: Vec<u8>,
    answer: Vec<u8>,
    /// The server, which ends when this is dropped.
    _server: JoinSet<Result<()>>,
}

impl Dialogue {
    pub(crate) fn begin(pair: Pair) -> Dialogue {
        let question = text_message(Direction::ClientToServer);
        let answer = text_message(Direction::ServerToClient);
        let mut server = JoinSet::new();
        server.spawn(answer_each(pair.server, question.len(), answer.clone()));
        Dialogue { client: pair.client, question, answer, _server: server }
    }

    /// Asks so many questions, each after the answer to the last, and returns how long each took, in µs.
    pub(crate) async fn ask_one_by_one(&mut self, questions: usize) -> Result<Vec<f64>> {
        let mut heard = vec![0; self.answer.len()];
        let mut took = Vec::with_capacity(questions);
        for _ in 0..questions {
            let asked = Instant::now();
            self.client.write_all(&self.question).await?;
            self.client.read_exact(&mut heard).await.context("waiting for an answer")?;
            took.push(asked.elapsed().as_secs_f64() * 1e6);
            ensure!(heard == self.answer, "another answer came back than was given");
        }
        Ok(took)
    }

    /// Asks `window` questions at once, `times` times.
    pub(crate) async fn ask_together(&mut self, window: usize, times: usize) -> Result<()> {
        let questions = self.question.repeat(window);
        let answers = self.answer.repeat(window);
        let mut heard = vec![0; answers.len()];
        for _ in 0..times {
            self.client.write_all(&questions).await?;
            self.client.read_exact(&mut heard).await.context("waiting for answers")?;
            ensure!(heard == answers, "other answers came back than were given");
        }
        Ok(())
    }
}

/// Every question has the same length, so counting bytes is counting questions.
async fn answer_each(mut server: TcpStream, question: usize, answer: Vec<u8>) -> Result<()> {
    let mut heard = vec![0; 64 * 1024];
    let mut rest = 0;
    loop {
        let count = server.read(&mut heard).await?;
        if count == 0 {
            return Ok(());
        }
        rest += count;
        server.write_all(&answer.repeat(rest / question)).await?;
        rest %= question;
    }
}
