#pragma once
// One input file in memory, read once, and what its bytes are encoded in.

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace delcredere::csv {

/// The bytes of a file. Fields of a table are views into it, so it lives as long as the portfolio.
class TextFile {
 public:
  /// Throws Error (code 4) naming `name` where the path is missing, unreadable or no regular file.
  static std::shared_ptr<TextFile> read(const std::string& path, const std::string& name);
  /// Throws what read() would, as far as it can be known without reading.
  static void check(const std::string& path, const std::string& name);
  static std::shared_ptr<TextFile> from_text(std::string_view text);

  std::string_view bytes() const { return {data_.get(), size_}; }
  /// Keeps a field whose bytes differ from the file's (doubled quotes, cleaned ids).
  std::string_view keep(std::string text) { return kept_.emplace_back(std::move(text)); }

 private:
  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::deque<std::string> kept_;
};

/// Why the bytes are not UTF-8 text, with the byte offset; `line` counts from 1.
struct EncodingFault {
  std::string message;
  int line = 1;
};

/// Nothing when `bytes` (a leading UTF-8 BOM is fine) are well-formed UTF-8 (Unicode 15, table 3-7) without NUL.
std::optional<EncodingFault> find_encoding_fault(std::string_view bytes);

}  // namespace delcredere::csv
