//! The icons of the installed app, from the one drawing of the seal.

use std::sync::OnceLock;

use resvg::tiny_skia::{Pixmap, PixmapPaint, Transform};

use super::PictureError;
use super::raster::{draw, png};

/// The seal as the browser's tab shows it.
pub(super) const SEAL: &str = include_str!("../http/static/icon.svg");

/// An icon that the web app manifest or a page's head names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppIcon {
    /// 192 × 192 with round corners, `purpose: any`.
    Small,
    /// 512 × 512 with round corners, `purpose: any`.
    Large,
    /// 512 × 512 up to the edges, `purpose: maskable`: the system cuts its own shape. The sign lies within the circle
    /// of 80 % that every shape leaves (W3C, Web Application Manifest, "Icon masks and safe zone").
    Maskable,
    /// 180 × 180 up to the edges, for `rel="apple-touch-icon"`: iOS rounds it and fills what is transparent with black.
    Apple,
}

impl AppIcon {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Small, Self::Large, Self::Maskable, Self::Apple];

    /// Width and height, px.
    #[must_use]
    pub fn size(self) -> u32 {
        match self {
            Self::Small => 192,
            Self::Large | Self::Maskable => 512,
            Self::Apple => 180,
        }
    }

    /// The name of its file, as in its address.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Small => "icon-192.png",
            Self::Large => "icon-512.png",
            Self::Maskable => "icon-512-maskable.png",
            Self::Apple => "icon-180.png",
        }
    }

    /// The icon of that file name.
    #[must_use]
    pub fn find(file_name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|i| i.file_name() == file_name)
    }

    /// The icon as a PNG file; drawn the first time it is asked for.
    #[must_use]
    pub fn png(self) -> &'static [u8] {
        static SMALL: OnceLock<Vec<u8>> = OnceLock::new();
        static LARGE: OnceLock<Vec<u8>> = OnceLock::new();
        static MASKABLE: OnceLock<Vec<u8>> = OnceLock::new();
        static APPLE: OnceLock<Vec<u8>> = OnceLock::new();
        let file = match self {
            Self::Small => &SMALL,
            Self::Large => &LARGE,
            Self::Maskable => &MASKABLE,
            Self::Apple => &APPLE,
        };
        file.get_or_init(|| self.drawn().expect("the embedded drawing is sound"))
    }

    fn drawn(self) -> Result<Vec<u8>, PictureError> {
        let seal = draw(SEAL, self.size(), self.size())?;
        match self {
            Self::Small | Self::Large => png(&seal),
            Self::Maskable | Self::Apple => png(&up_to_the_edges(&seal)?),
        }
    }
}

/// The seal on a ground of its own colour, so that its round corners are gone.
fn up_to_the_edges(seal: &Pixmap) -> Result<Pixmap, PictureError> {
    let mut whole = Pixmap::new(seal.width(), seal.height())
        .ok_or_else(|| PictureError::Drawing("no memory for an icon".to_owned()))?;
    if let Some(ground) = seal.pixel(seal.width() / 2, 1) {
        let ground = ground.demultiply();
        whole.fill(resvg::tiny_skia::Color::from_rgba8(
            ground.red(),
            ground.green(),
            ground.blue(),
            255,
        ));
    }
    let paint = PixmapPaint::default();
    whole.draw_pixmap(0, 0, seal.as_ref(), &paint, Transform::identity(), None);
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(icon: AppIcon) -> Pixmap {
        Pixmap::decode_png(icon.png()).unwrap()
    }

    #[test]
    fn each_icon_has_its_size_and_is_small_enough_for_a_phone() {
        for icon in AppIcon::ALL {
            let pixels = read(icon);
            assert_eq!(
                (pixels.width(), pixels.height()),
                (icon.size(), icon.size())
            );
            assert!(icon.png().len() < 30_000, "{icon:?}: {}", icon.png().len());
            assert_eq!(AppIcon::find(icon.file_name()), Some(icon));
        }
        assert_eq!(AppIcon::find("icon.png"), None);
    }

    #[test]
    fn corners_are_round_where_nobody_else_rounds_them_and_full_where_the_system_does() {
        let alpha = |icon| read(icon).pixel(0, 0).unwrap().alpha();
        assert_eq!(alpha(AppIcon::Small), 0);
        assert_eq!(alpha(AppIcon::Large), 0);
        for icon in [AppIcon::Maskable, AppIcon::Apple] {
            let pixels = read(icon);
            assert!(pixels.pixels().iter().all(|pixel| pixel.alpha() == 255));
            assert_eq!(pixels.pixel(0, 0), pixels.pixel(icon.size() / 2, 1));
        }
    }

    #[test]
    fn the_sign_of_the_maskable_icon_lies_within_the_safe_circle() {
        let pixels = read(AppIcon::Maskable);
        let ground = pixels.pixel(0, 0).unwrap();
        let middle = f64::from(AppIcon::Maskable.size()) / 2.0;
        for y in 0..pixels.height() {
            for x in 0..pixels.width() {
                let from_middle = (f64::from(x) - middle).hypot(f64::from(y) - middle);
                if from_middle > 0.8 * middle {
                    let pixel = pixels.pixel(x, y).unwrap();
                    // Where the round corners were, two shades of one colour may differ by rounding.
                    assert!(pixel.green().abs_diff(ground.green()) <= 2, "{x}, {y}");
                }
            }
        }
    }
}
