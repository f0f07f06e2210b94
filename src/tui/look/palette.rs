//! The colours of each theme, for terminals of 24 bits, of 256 and of 16 colours.
//!
//! The terms start from Okabe and Ito's palette, moved until colour-blind people can tell the worst pair apart.

use super::theme::{Depth, Theme};
use ratatui::style::Color;

/// The colours of a look, by what they are for.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Palette {
    pub bg: Color,
    pub raised: Color,
    pub strong: Color,
    pub text: Color,
    pub dim: Color,
    pub line: Color,
    pub faint: Color,
    pub ink: Color,
    pub alarm: Color,
    pub terms: [Color; 6],
}

const fn hex(rgb: u32) -> Color {
    Color::Rgb((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

const fn nth(number: u8) -> Color {
    Color::Indexed(number)
}

impl Palette {
    pub const fn of(theme: Theme, depth: Depth) -> Palette {
        match (theme, depth) {
            (Theme::Mono, _) => MONO,
            (Theme::Dark, Depth::True) => DARK,
            (Theme::Dark, Depth::Indexed256) => DARK_256,
            (Theme::Dark, Depth::Ansi16) => DARK_16,
            (Theme::Light, Depth::True) => LIGHT,
            (Theme::Light, Depth::Indexed256) => LIGHT_256,
            (Theme::Light, Depth::Ansi16) => LIGHT_16,
        }
    }
}

const DARK: Palette = Palette {
    bg: hex(0x0014_171c),
    raised: hex(0x001e_232b),
    strong: hex(0x00ff_ffff),
    text: hex(0x00c6_ccd6),
    dim: hex(0x008b_94a3),
    line: hex(0x005f_6979),
    faint: hex(0x003d_4552),
    ink: hex(0x0010_1216),
    alarm: hex(0x00ff_6b57),
    terms: [
        hex(0x0072_c0fc),
        hex(0x00fd_aa2d),
        hex(0x0050_d2a9),
        hex(0x00bb_79a9),
        hex(0x00f8_ec79),
        hex(0x0089_87fd),
    ],
};

const LIGHT: Palette = Palette {
    bg: hex(0x00fb_faf7),
    raised: hex(0x00ee_ece5),
    strong: hex(0x0000_0000),
    text: hex(0x002b_2f36),
    dim: hex(0x0064_6a73),
    line: hex(0x008d_8a82),
    faint: hex(0x00cf_ccc3),
    ink: hex(0x00ff_ffff),
    alarm: hex(0x00b1_0d49),
    terms: [
        hex(0x001e_6ba3),
        hex(0x009c_5c03),
        hex(0x000c_6251),
        hex(0x00b3_277d),
        hex(0x0055_4700),
        hex(0x0044_1981),
    ],
};

const DARK_256: Palette = Palette {
    bg: nth(233),
    raised: nth(235),
    strong: nth(231),
    text: nth(252),
    dim: nth(246),
    line: nth(241),
    faint: nth(238),
    ink: nth(233),
    alarm: nth(203),
    terms: [nth(117), nth(214), nth(79), nth(139), nth(228), nth(105)],
};

const LIGHT_256: Palette = Palette {
    bg: nth(231),
    raised: nth(255),
    strong: nth(16),
    text: nth(236),
    dim: nth(242),
    line: nth(245),
    faint: nth(252),
    ink: nth(231),
    alarm: nth(160),
    terms: [nth(25), nth(130), nth(23), nth(126), nth(58), nth(54)],
};

/// `Gray` is what terminals call white, `DarkGray` bright black, `White` bright white.
const DARK_16: Palette = Palette {
    bg: Color::Reset,
    raised: Color::Reset,
    strong: Color::Gray,
    text: Color::Gray,
    dim: Color::Reset,
    line: Color::DarkGray,
    faint: Color::DarkGray,
    ink: Color::Black,
    alarm: Color::LightRed,
    terms: [
        Color::LightCyan,
        Color::Yellow,
        Color::LightGreen,
        Color::LightMagenta,
        Color::White,
        Color::LightBlue,
    ],
};

const LIGHT_16: Palette = Palette {
    bg: Color::Reset,
    raised: Color::Reset,
    strong: Color::Black,
    text: Color::Black,
    dim: Color::Reset,
    line: Color::DarkGray,
    faint: Color::Gray,
    ink: Color::White,
    alarm: Color::Red,
    terms: [Color::Blue, Color::Yellow, Color::Green, Color::Magenta, Color::Black, Color::Cyan],
};

const MONO: Palette = Palette {
    bg: Color::Reset,
    raised: Color::Reset,
    strong: Color::Reset,
    text: Color::Reset,
    dim: Color::Reset,
    line: Color::Reset,
    faint: Color::Reset,
    ink: Color::Reset,
    alarm: Color::Reset,
    terms: [Color::Reset; 6],
};
