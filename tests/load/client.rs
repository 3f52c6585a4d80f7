//! A small HTTP/1.1 client on one kept connection: as little work as possible, so that the generator does not take the
//! CPU it measures.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

/// Longest wait for one reply.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longest reply that is believed.
const MAX_REPLY: usize = 4 << 20;
/// Most bytes taken from the socket at once.
const CHUNK: usize = 8 << 10;

/// One connection, opened again when the service closes it.
pub struct Connection {
    address: SocketAddr,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
    request: Vec<u8>,
}

/// The head of a reply; its body is in the connection's buffer.
#[derive(Debug, Clone, Copy)]
pub struct Reply {
    /// Status code.
    pub status: u16,
    /// Seconds of `Retry-After`.
    pub retry_after: Option<u64>,
    body_from: usize,
    body_to: usize,
    closes: bool,
}

impl Connection {
    /// A connection to `address`, opened with the first request.
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            stream: None,
            buffer: Vec::with_capacity(16 << 10),
            request: Vec::with_capacity(1 << 10),
        }
    }

    /// The body of the last reply.
    pub fn body(&self, reply: &Reply) -> &[u8] {
        &self.buffer[reply.body_from..reply.body_to]
    }

    /// Sends one request and waits for its reply.
    pub async fn call(
        &mut self,
        method: &str,
        path: &str,
        token: &str,
        body: &str,
    ) -> Result<Reply, String> {
        self.write_request(method, path, token, body);
        let reply = match timeout(PATIENCE, self.exchange()).await {
            Ok(reply) => reply,
            Err(_) => Err(format!("no reply within {} s", PATIENCE.as_secs())),
        };
        if !reply.as_ref().is_ok_and(|reply| !reply.closes) {
            self.stream = None;
        }
        reply.map_err(|error| format!("{method} {path}: {error}"))
    }

    fn write_request(&mut self, method: &str, path: &str, token: &str, body: &str) {
        use std::io::Write as _;
        self.request.clear();
        // Writing into a Vec cannot fail.
        let _ = write!(
            self.request,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n",
            self.address
        );
        if !token.is_empty() {
            let _ = write!(self.request, "Authorization: Bearer {token}\r\n");
        }
        if !body.is_empty() {
            self.request
                .extend_from_slice(b"Content-Type: application/json\r\n");
        }
        if method != "GET" {
            let _ = write!(self.request, "Content-Length: {}\r\n", body.len());
        }
        let _ = write!(self.request, "\r\n{body}");
    }

    async fn exchange(&mut self) -> Result<Reply, String> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(self.address)
                .await
                .map_err(|error| format!("connect: {error}"))?;
            stream
                .set_nodelay(true)
                .map_err(|error| error.to_string())?;
            self.stream = Some(stream);
        }
        let Some(stream) = &self.stream else {
            return Err("no connection".to_owned());
        };
        send(stream, &self.request).await?;
        self.buffer.clear();
        let mut head = None;
        loop {
            receive(stream, &mut self.buffer).await?;
            if head.is_none() {
                head = parse_head(&self.buffer)?;
            }
            match head {
                Some(reply) if self.buffer.len() >= reply.body_to => return Ok(reply),
                _ if self.buffer.len() > MAX_REPLY => {
                    return Err("the reply is too long".to_owned());
                }
                _ => {}
            }
        }
    }
}

async fn send(stream: &TcpStream, mut rest: &[u8]) -> Result<(), String> {
    while !rest.is_empty() {
        match stream.try_write(rest) {
            Ok(written) => rest = &rest[written..],
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                stream
                    .writable()
                    .await
                    .map_err(|error| format!("write: {error}"))?;
            }
            Err(error) => return Err(format!("write: {error}")),
        }
    }
    Ok(())
}

/// Appends what has come, at least one byte.
async fn receive(stream: &TcpStream, buffer: &mut Vec<u8>) -> Result<(), String> {
    loop {
        stream
            .readable()
            .await
            .map_err(|error| format!("read: {error}"))?;
        let end = buffer.len();
        buffer.resize(end + CHUNK, 0);
        let read = stream.try_read(&mut buffer[end..]);
        buffer.truncate(end + read.as_ref().map_or(0, |length| *length));
        match read {
            Ok(0) => return Err("the service closed the connection".to_owned()),
            Ok(_) => return Ok(()),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(format!("read: {error}")),
        }
    }
}

/// The head, once it is complete.
fn parse_head(buffer: &[u8]) -> Result<Option<Reply>, String> {
    let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = std::str::from_utf8(&buffer[..end])
        .map_err(|_| "the head of the reply is not text".to_owned())?;
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.strip_prefix("HTTP/1.1 "))
        .and_then(|rest| rest.get(..3));
    let status = status
        .and_then(|status| status.parse().ok())
        .ok_or_else(|| format!("not HTTP/1.1: {head}"))?;
    let (mut length, mut retry_after, mut closes) = (None, None, false);
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse::<usize>().ok();
        } else if name.eq_ignore_ascii_case("retry-after") {
            retry_after = value.parse().ok();
        } else if name.eq_ignore_ascii_case("connection") {
            closes = value.eq_ignore_ascii_case("close");
        }
    }
    let length = match (length, status) {
        (Some(length), _) => length,
        (None, 204 | 304) => 0,
        (None, _) => return Err("a reply without Content-Length".to_owned()),
    };
    Ok(Some(Reply {
        status,
        retry_after,
        body_from: end + 4,
        body_to: end + 4 + length,
        closes,
    }))
}
