//! Pictures made by the server: QR codes, the picture a link shows when it is shared on Zalo or Facebook, the icons
//! of the installed app. All drawn as SVG from texts the caller has already translated; [`share_card`] and
//! [`AppIcon`] rasterise it. Nothing here knows of contests or people.

mod card;
mod ground;
mod icons;
mod qr;
mod raster;
mod sheet;
mod wrap;

use tokio::sync::Semaphore;

use crate::kernel::problem::{Outcome, Problem};

pub use card::{ContestCard, Fact, ResultCard, ShareCard, share_card};
pub use icons::AppIcon;
pub use qr::qr_svg;
pub use sheet::{CARD_HEIGHT, CARD_WIDTH};

/// Why a picture could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// More text than a QR code holds.
    #[error("{0} bytes are more than a QR code holds")]
    TooLong(usize),
    /// The drawing could not be read or rasterised: a defect of this module, as texts are escaped.
    #[error("the picture could not be drawn: {0}")]
    Drawing(String),
}

/// How many pictures may wait to be drawn before newcomers are told to come back.
const QUEUE: usize = 16;

/// Draws one picture at a time beside the requests: drawing takes tens of milliseconds of a processor, and must never crowd out people who
/// sit a paper.
///
/// # Errors
/// When too many are waiting, or the picture cannot be drawn.
pub async fn drawn(
    draw: impl FnOnce() -> Result<Vec<u8>, PictureError> + Send + 'static,
) -> Outcome<Vec<u8>> {
    static WAITING: Semaphore = Semaphore::const_new(QUEUE);
    static PERMITS: Semaphore = Semaphore::const_new(1);
    let _place = WAITING
        .try_acquire()
        .map_err(|_| Problem::unavailable("the queue for pictures is full"))?;
    let _permit = PERMITS.acquire().await.map_err(Problem::internal)?;
    tokio::task::spawn_blocking(draw)
        .await
        .map_err(Problem::internal)?
        .map_err(Problem::internal)
}
