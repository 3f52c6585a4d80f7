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
