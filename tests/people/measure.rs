//! Asking for a page again and again, as browsers do: kept connections, compressed replies.

use std::net::SocketAddr;
use std::time::Duration;

use hdrhistogram::Histogram;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::pages::Page;

/// How many ask at once, level by level.
pub const CLIENTS: [usize; 2] = [1, 8];
/// Longest time that is told apart, µs.
const LONGEST_US: u64 = 60_000_000;

/// What was measured of one page at one level.
pub struct Figures {
    /// Of which page.
    pub name: &'static str,
    /// How many asked at once.
    pub clients: usize,
    /// Times to the last byte, µs.
    pub times: Histogram<u64>,
    /// Bytes of the longest reply as it came over the wire.
    pub largest: u64,
}

/// What became of one page.
pub enum Outcome {
    /// Its figures.
    Measured(Figures),
    /// This version does not have it.
    Missing,
}

/// One kept connection of somebody who is signed in.
#[derive(Clone)]
struct Client {
    http: reqwest::Client,
    origin: String,
    token: String,
}

impl Client {
    fn new(address: SocketAddr, token: &str) -> Result<Self, String> {
        let http = reqwest::Client::builder()
            .no_gzip()
            .pool_max_idle_per_host(1)
            .timeout(Duration::from_secs(30))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            http,
            origin: format!("http://{address}"),
            token: token.to_owned(),
        })
    }

    /// Status and length of the reply, read to its end.
    async fn ask(&self, path: &str) -> Result<(u16, u64), String> {
        let mut request = self
            .http
            .get(format!("{}{path}", self.origin))
            .header("accept-encoding", "gzip")
            .header("accept-language", "vi");
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        let reply = request
            .send()
            .await
            .map_err(|error| format!("{path}: {error}"))?;
        let status = reply.status().as_u16();
        let body = reply
            .bytes()
            .await
            .map_err(|error| format!("{path}: {error}"))?;
        Ok((status, body.len() as u64))
    }
}

fn empty() -> Result<Histogram<u64>, String> {
    Histogram::new_with_bounds(1, LONGEST_US, 3).map_err(|error| error.to_string())
}

/// Measures one page: every address of it once unmeasured, then round and round for `seconds`.
pub async fn page(
    page: &Page,
    clients: usize,
    seconds: u64,
    address: SocketAddr,
    token: &str,
) -> Result<Outcome, String> {
    let token = if page.signed_in { token } else { "" };
    let first = Client::new(address, token)?;
    for path in &page.paths {
        match first.ask(path).await? {
            (200, _) => {}
            (404, _) if page.may_be_missing => return Ok(Outcome::Missing),
            (status, _) => return Err(format!("{path} answered {status}")),
        }
    }
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut running = JoinSet::new();
    for number in 0..clients {
        let client = Client::new(address, token)?;
        let paths = page.paths.clone();
        running.spawn_local(async move { ask_until(&client, &paths, number, end).await });
    }
    let (mut times, mut largest) = (empty()?, 0);
    while let Some(done) = running.join_next().await {
        let (of_one, longest) = done.map_err(|error| error.to_string())??;
        times.add(of_one).map_err(|error| error.to_string())?;
        largest = largest.max(longest);
    }
    Ok(Outcome::Measured(Figures {
        name: page.name,
        clients,
        times,
        largest,
    }))
}

async fn ask_until(
    client: &Client,
    paths: &[String],
    offset: usize,
    end: Instant,
) -> Result<(Histogram<u64>, u64), String> {
    let (mut times, mut largest) = (empty()?, 0);
    for path in paths.iter().cycle().skip(offset) {
        let asked = Instant::now();
        if asked >= end {
            break;
        }
        let (status, length) = client.ask(path).await?;
        if status != 200 {
            return Err(format!("{path} answered {status}"));
        }
        let took = u64::try_from(asked.elapsed().as_micros()).unwrap_or(LONGEST_US);
        times.saturating_record(took);
        largest = largest.max(length);
    }
    Ok((times, largest))
}
