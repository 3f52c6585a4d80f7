//! A film small enough to be written by hand: one grey VP8 key frame, again every half second, in a WebM file.
//!
//! The elements and their numbers are those of RFC 8794 (EBML) and RFC 9559 (Matroska).

/// A key frame of 1 × 1 pixel, RFC 6386.
const FRAME: [u8; 22] = [
    0x30, 0x01, 0x00, 0x9d, 0x01, 0x2a, 0x01, 0x00, 0x01, 0x00, 0x0e, 0xc0, 0xfe, 0x25, 0xa4, 0x00,
    0x03, 0x70, 0x00, 0x00, 0x00, 0x00,
];
const EVERY_MS: u16 = 500;

/// A film of so many seconds, at most 60 (a block's time is a signed 16-bit number of ms).
pub fn webm(seconds: u32) -> Vec<u8> {
    assert!(seconds <= 32, "one cluster holds no more");
    let mut file = element(
        &[0x1a, 0x45, 0xdf, 0xa3],
        &[
            number(&[0x42, 0x86], 1),
            number(&[0x42, 0xf7], 1),
            number(&[0x42, 0xf2], 4),
            number(&[0x42, 0xf3], 8),
            element(&[0x42, 0x82], b"webm"),
            number(&[0x42, 0x87], 2),
            number(&[0x42, 0x85], 2),
        ]
        .concat(),
    );
    let duration = f64::from(seconds) * 1000.0;
    let info = [
        number(&[0x2a, 0xd7, 0xb1], 1_000_000),
        element(&[0x44, 0x89], &duration.to_be_bytes()),
        element(&[0x4d, 0x80], b"hocluat"),
        element(&[0x57, 0x41], b"hocluat"),
    ];
    let size = [number(&[0xb0], 1), number(&[0xba], 1)];
    let track = [
        number(&[0xd7], 1),
        number(&[0x73, 0xc5], 1),
        number(&[0x83], 1),
        element(&[0x86], b"V_VP8"),
        element(&[0xe0], &size.concat()),
    ];
    let body = [
        element(&[0x15, 0x49, 0xa9, 0x66], &info.concat()),
        element(
            &[0x16, 0x54, 0xae, 0x6b],
            &element(&[0xae], &track.concat()),
        ),
        element(&[0x1f, 0x43, 0xb6, 0x75], &frames(seconds)),
    ];
    file.extend(element(&[0x18, 0x53, 0x80, 0x67], &body.concat()));
    file
}

fn frames(seconds: u32) -> Vec<u8> {
    let mut cluster = number(&[0xe7], 0);
    let count = u16::try_from(seconds * 1000).unwrap_or(u16::MAX) / EVERY_MS;
    for place in 0..count {
        let [high, low] = (place * EVERY_MS).to_be_bytes();
        // Track 1, its time in the cluster, a key frame.
        let block = [[0x81, high, low, 0x80].as_slice(), FRAME.as_slice()].concat();
        cluster.extend(element(&[0xa3], &block));
    }
    cluster
}

/// An element: its number, its length in four bytes, what is in it.
fn element(id: &[u8], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("a small film") | 0x1000_0000;
    [id, &length.to_be_bytes(), body].concat()
}

fn number(id: &[u8], value: u32) -> Vec<u8> {
    element(id, &value.to_be_bytes())
}
