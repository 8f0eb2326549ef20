#pragma once
// The bytes of a config file, read safely: only regular files, only UTF-8 text, only up to a size that people write.

#include <cstddef>
#include <string>
#include <string_view>

namespace delcredere::yaml {

/// Larger files are refused: a config is written by hand, a book belongs into CSV files.
inline constexpr std::size_t kMaximumBytes = std::size_t{1} << 20;

/// Throws Error: code 4 when the file is missing, unreadable or not a regular file (a FIFO is never opened for
/// waiting); code 2 when it is too large or not UTF-8 text (see check_text).
std::string read_source(const std::string& path);

/// Throws Error (2) naming the offset of the first NUL, control character or invalid UTF-8 sequence; a UTF-16 or
/// UTF-32 byte order mark is named as such. A UTF-8 byte order mark is fine.
void check_text(std::string_view text, const std::string& file);

}  // namespace delcredere::yaml
