//! A text made small enough for an address: compressed, in the letters that need no escape there.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

/// Which way it is packed: another way would have another letter.
const VERSION: char = '1';
/// How hard it is tried to make it small, of 10.
const EFFORT: u8 = 9;

/// Why a packed text cannot be read; said behind what it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PackError {
    /// It is packed in another way.
    #[error("is from another version of Raftarium")]
    OtherVersion,
    /// Something is missing or changed.
    #[error("is damaged: maybe the end of the link is missing")]
    Damaged,
    /// Too much comes out.
    #[error("is larger than {} KiB, the maximum", .limit / 1024)]
    TooLarge {
        /// The most bytes that may come out.
        limit: usize,
    },
}

pub(super) fn pack(text: &str) -> String {
    format!("{VERSION}{}", URL_SAFE_NO_PAD.encode(compress_to_vec(text.as_bytes(), EFFORT)))
}

/// The text, if it has no more than so many bytes. Never more than that is unpacked.
pub(super) fn unpack(packed: &str, limit: usize) -> Result<String, PackError> {
    let packed = packed.strip_prefix(VERSION).ok_or(PackError::OtherVersion)?;
    let bytes = URL_SAFE_NO_PAD.decode(packed).map_err(|_| PackError::Damaged)?;
    let text = decompress_to_vec_with_limit(&bytes, limit).map_err(|why| match why.status {
        TINFLStatus::HasMoreOutput => PackError::TooLarge { limit },
        _ => PackError::Damaged,
    })?;
    String::from_utf8(text).map_err(|_| PackError::Damaged)
}
