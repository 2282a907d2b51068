//! Pictures as tills show them: whatever was sent is read within limits and written anew, small, so that
//! nothing of the file but what is to be seen is kept.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageReader, Limits, Rgb, RgbImage};
use std::io::Cursor;

/// The longest side, in pixels.
const LONGEST: u32 = 480;
/// The largest picture that is read: a side in pixels, and bytes in memory.
const MOST_SIDE: u32 = 12_000;
const MOST_BYTES: u64 = 256 * 1024 * 1024;
const QUALITY: u8 = 80;

/// The picture as a small JPEG; none when it is none that can be read (JPEG, PNG or WebP).
pub(crate) fn small(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let picture = reader.decode().ok()?;
    let picture = match picture.width().max(picture.height()) > LONGEST {
        true => picture.thumbnail(LONGEST, LONGEST),
        false => picture,
    };
    let mut small = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut small, QUALITY);
    on_white(&picture).write_with_encoder(encoder).ok()?;
    Some(small)
}

/// A JPEG has nothing that shines through.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let picture = picture.to_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, solid] = picture.get_pixel(x, y).0;
        let over = |colour: u8| {
            let solid = u16::from(solid);
            let mixed = (u16::from(colour) * solid + 255 * (255 - solid)) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Rgb([over(red), over(green), over(blue)])
    })
}
