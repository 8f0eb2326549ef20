#pragma once
// UTF-8 text as people see it: code points, columns on a terminal, and what must not reach one.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace delcredere {

/// Takes the code point at the front of `text` away; U+FFFD for a byte that is no valid UTF-8 (overlong forms,
/// surrogates, beyond U+10FFFF). `text` must not be empty.
char32_t take_code_point(std::string_view& text);
void append_code_point(std::string& text, char32_t code_point);

/// The text with every invalid byte and every NUL replaced by U+FFFD.
std::string valid_utf8(std::string_view text);

/// Columns on a terminal: 2 for East Asian wide and emoji, 0 for combining marks and joiners, else 1.
/// Ranges from Unicode 15 EastAsianWidth.txt (W, F) and categories Mn, Me, Cf, reduced to whole blocks.
int code_point_width(char32_t code_point);
int display_width(std::string_view text);

/// The text without escape sequences (whole CSI and OSC sequences), control characters (line breaks and tabs become
/// a space), bidirectional marks and overrides (U+202E and its kin) and other invisible format characters; valid UTF-8.
std::string for_terminal(std::string_view text);

/// At most `columns` wide, ending in "…" where something was cut off.
std::string shortened(std::string_view text, int columns);

}  // namespace delcredere
