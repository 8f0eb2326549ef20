#include "scenarios/yaml/source_text.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "models/core/error.h"
#include "scenarios/yaml/node.h"

namespace delcredere::yaml {
namespace {

[[noreturn]] void fail(ExitCode code, const std::string& file, std::string message) {
  raise(code, {file, 0, 0}, std::move(message));
}

/// strerror is not thread safe and follows the locale.
std::string reason(int number) { return std::generic_category().message(number); }

struct Descriptor {
  int number = -1;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

/// Length of the UTF-8 sequence at `at`, 0 when it is invalid (overlong, surrogate, above U+10FFFF, cut off).
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(at);
  if (first < 0x80U) return 1;
  if (first >= 0xC2U && first <= 0xDFU) return tail(at + 1) ? 2 : 0;
  if (first >= 0xE0U && first <= 0xEFU) {
    if (first == 0xE0U && byte(at + 1) < 0xA0U) return 0;
    if (first == 0xEDU && byte(at + 1) > 0x9FU) return 0;
    return tail(at + 1) && tail(at + 2) ? 3 : 0;
  }
  if (first >= 0xF0U && first <= 0xF4U) {
    if (first == 0xF0U && byte(at + 1) < 0x90U) return 0;
    if (first == 0xF4U && byte(at + 1) > 0x8FU) return 0;
    return tail(at + 1) && tail(at + 2) && tail(at + 3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::string read_source(const std::string& path) {
  // O_NONBLOCK: opening a FIFO returns at once instead of waiting for a writer.
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
  if (file.number < 0) {
    const int number = errno;
    fail(ExitCode::io, path, number == ENOENT ? "the file does not exist" : "cannot be opened: " + reason(number));
  }
  struct stat status {};
  if (::fstat(file.number, &status) != 0) fail(ExitCode::io, path, "cannot be read: " + reason(errno));
  if (S_ISDIR(status.st_mode)) fail(ExitCode::io, path, "is a directory, a file was expected");
  if (!S_ISREG(status.st_mode)) fail(ExitCode::io, path, "is not a regular file (a pipe, socket or device)");
  std::string text;
  std::string buffer(std::size_t{1} << 16, '\0');
  for (;;) {
    const ssize_t got = ::read(file.number, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(ExitCode::io, path, "cannot be read: " + reason(errno));
    if (got == 0) break;
    text.append(buffer, 0, static_cast<std::size_t>(got));
    if (text.size() > kMaximumBytes) {
      fail(
          ExitCode::config, path,
          fmt::format("is larger than a config may be (allowed: up to {} bytes). Buyers, invoices and other long lists "
                      "belong into CSV files",
                      kMaximumBytes));
    }
  }
  check_text(text, path);
  return text;
}

void check_text(std::string_view text, const std::string& file) {
  using std::string_view_literals::operator""sv;
  if (text.starts_with("\xFF\xFE"sv) || text.starts_with("\xFE\xFF"sv) || text.starts_with("\0\0\xFE\xFF"sv)) {
    fail(ExitCode::config, file, "is UTF-16 or UTF-32 text at offset 0 (allowed: UTF-8). Save it as UTF-8");
  }
  int line = 1;
  int column = 1;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::size_t length = sequence_length(text, at);
    const bool control = (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F;
    if (length == 0 || control) {
      const std::string what = byte == 0     ? "a NUL byte"
                               : length == 0 ? fmt::format("the byte 0x{:02X}, which is not valid UTF-8", byte)
                                             : fmt::format("the control character 0x{:02X}", byte);
      raise(ExitCode::config, {file, line, column},
            fmt::format("is not UTF-8 text: {} at offset {} (allowed: UTF-8 text)", what, at));
    }
    if (byte == '\n') {
      ++line;
      column = 1;
    } else {
      column += static_cast<int>(length);
    }
    at += length;
  }
}

}  // namespace delcredere::yaml
