//! Many certificates as one archive that is sent while it is made: memory holds a few pages at a time, and nothing is written to a disk.

use std::io::{self, Write};

use tokio::sync::mpsc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::CertificateService;
use crate::certificate::model::{Certificate, Filter, State};
use crate::certificate::rules::slug;
use crate::kernel::actor::Actor;
use crate::kernel::problem::{Outcome, Problem};

/// Certificates read at once.
const PAGE: u64 = 100;
/// Pages that are drawn and wait for the archive.
const DRAWN: usize = 4;
/// Parts of the archive that wait to be sent.
const PARTS: usize = 8;
/// About so many bytes are sent at once.
const PART: usize = 64 * 1024;

/// The archive, part by part.
pub type Bundle = mpsc::Receiver<io::Result<Vec<u8>>>;

/// A file of the archive.
type Entry = (String, Vec<u8>);

impl CertificateService {
    /// The valid certificates that a filter lets through, as a ZIP archive of their files. The first page is read before anything is sent,
    /// so that what is refused is refused with an answer.
    ///
    /// # Errors
    /// When nothing is found, or the database fails.
    pub async fn bundle(&self, actor: &Actor, filter: &Filter) -> Outcome<Bundle> {
        let filter = Filter {
            state: Some(State::Valid),
            after: None,
            ..filter.clone()
        };
        if self.list(actor, &filter, 1).await?.certificates.is_empty() {
            return Err(Problem::not_found());
        }
        let (entries, drawn) = mpsc::channel::<Outcome<Entry>>(DRAWN);
        let (parts, bundle) = mpsc::channel(PARTS);
        let (service, actor) = (self.clone(), actor.clone());
        tokio::spawn(async move {
            if let Err(problem) = service.draw_all(&actor, filter, &entries).await {
                tracing::error!(%problem, "an archive of certificates broke off");
                // Whoever receives it is gone when this fails.
                let _ = entries.send(Err(problem)).await;
            }
        });
        tokio::task::spawn_blocking(move || pack(drawn, &parts));
        Ok(bundle)
    }

    /// Draws page after page; ends early when nobody receives them any more.
    async fn draw_all(
        &self,
        actor: &Actor,
        mut filter: Filter,
        entries: &mpsc::Sender<Outcome<Entry>>,
    ) -> Outcome<()> {
        loop {
            let listed = self.list(actor, &filter, PAGE).await?;
            for one in &listed.certificates {
                let bytes = self.paper(one).await?;
                if entries.send(Ok((file_name(one), bytes))).await.is_err() {
                    return Ok(());
                }
            }
            match listed.next {
                Some(next) => filter.after = Some(next),
                None => return Ok(()),
            }
        }
    }
}

/// `NGUYEN-THI-AN-0001-GCN-STP-2026.pdf`: sorted by name where it is unpacked, and readable on every system.
fn file_name(one: &Certificate) -> String {
    format!("{}-{}.pdf", slug(&one.printed.full_name), one.slug)
}

/// Sends what is written in parts.
struct Sending<'a> {
    parts: &'a mpsc::Sender<io::Result<Vec<u8>>>,
    part: Vec<u8>,
}

impl Sending<'_> {
    fn send(&mut self) -> io::Result<()> {
        let part = std::mem::take(&mut self.part);
        if part.is_empty() {
            return Ok(());
        }
        let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
        self.parts.blocking_send(Ok(part)).map_err(gone)
    }
}

impl Write for Sending<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.part.extend_from_slice(bytes);
        if self.part.len() >= PART {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn pack(mut drawn: mpsc::Receiver<Outcome<Entry>>, parts: &mpsc::Sender<io::Result<Vec<u8>>>) {
    let mut sending = Sending {
        parts,
        part: Vec::with_capacity(PART),
    };
    let packed = write_all(&mut drawn, &mut sending).and_then(|()| sending.send());
    if let Err(error) = packed {
        // An archive that breaks off must not look whole: the connection is cut.
        let _ = parts.blocking_send(Err(error));
    }
}

fn write_all(
    drawn: &mut mpsc::Receiver<Outcome<Entry>>,
    sending: &mut Sending<'_>,
) -> io::Result<()> {
    // Pages are packed already.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut archive = ZipWriter::new_stream(sending);
    while let Some(entry) = drawn.blocking_recv() {
        let (name, bytes) = entry.map_err(|p| io::Error::other(p.to_string()))?;
        archive.start_file(name, options)?;
        archive.write_all(&bytes)?;
    }
    archive.finish()?;
    Ok(())
}
