//! The colours of each theme, for terminals of 24 bits, of 256 and of 16 colours.
//!
//! The terms start from Okabe and Ito's palette, moved until colour-blind people can tell the worst pair apart.

use super::{Depth, Theme};
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
    bg: hex(0x14_17_1c),
    raised: hex(0x1e_23_2b),
    strong: hex(0xff_ff_ff),
    text: hex(0xc6_cc_d6),
    dim: hex(0x8b_94_a3),
    line: hex(0x5f_69_79),
    faint: hex(0x3d_45_52),
    ink: hex(0x10_12_16),
    alarm: hex(0xff_6b_57),
    terms: [
        hex(0x72_c0_fc),
        hex(0xfd_aa_2d),
        hex(0x50_d2_a9),
        hex(0xbb_79_a9),
        hex(0xf8_ec_79),
        hex(0x89_87_fd),
    ],
};

const LIGHT: Palette = Palette {
    bg: hex(0xfb_fa_f7),
    raised: hex(0xee_ec_e5),
    strong: hex(0x00_00_00),
    text: hex(0x2b_2f_36),
    dim: hex(0x64_6a_73),
    line: hex(0x8d_8a_82),
    faint: hex(0xcf_cc_c3),
    ink: hex(0xff_ff_ff),
    alarm: hex(0xb1_0d_49),
    terms: [
        hex(0x1e_6b_a3),
        hex(0x9c_5c_03),
        hex(0x0c_62_51),
        hex(0xb3_27_7d),
        hex(0x55_47_00),
        hex(0x44_19_81),
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
