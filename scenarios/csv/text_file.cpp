#include "scenarios/csv/text_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "models/core/error.h"
#include "scenarios/csv/large_pages.h"

namespace delcredere::csv {
namespace {

[[noreturn]] void refuse(const std::string& name, const std::string& why) {
  Diagnostic diagnostic;
  diagnostic.where.file = name;
  diagnostic.message = why;
  throw Error(ExitCode::io, std::vector<Diagnostic>{diagnostic});
}

struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

/// Its size, if it is open and a regular file.
std::size_t size_of_regular(const Descriptor& file, const std::string& name) {
  if (file.fd < 0) refuse(name, fmt::format("cannot be opened ({})", std::strerror(errno)));
  struct stat status {};
  if (::fstat(file.fd, &status) != 0) refuse(name, fmt::format("cannot be read ({})", std::strerror(errno)));
  if (S_ISDIR(status.st_mode)) refuse(name, "is a directory, not a file");
  if (!S_ISREG(status.st_mode)) refuse(name, "is no regular file");
  return static_cast<std::size_t>(status.st_size);
}

// Non-blocking, so that opening a FIFO does not wait for a writer.
Descriptor open_to_read(const std::string& path) { return {::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)}; }

// Length of the well-formed UTF-8 sequence at p, 0 where there is none (Unicode 15, table 3-7).
std::size_t sequence_length(const unsigned char* p, std::size_t left) {
  const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return i < left && p[i] >= low && p[i] <= high;
  };
  const unsigned lead = p[0];
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return follows(1) ? 2 : 0;
  if (lead < 0xF0) {
    const bool second = lead == 0xE0 ? follows(1, 0xA0) : lead == 0xED ? follows(1, 0x80, 0x9F) : follows(1);
    return second && follows(2) ? 3 : 0;
  }
  if (lead > 0xF4) return 0;
  const bool second = lead == 0xF0 ? follows(1, 0x90) : lead == 0xF4 ? follows(1, 0x80, 0x8F) : follows(1);
  return second && follows(2) && follows(3) ? 4 : 0;
}

int line_at(std::string_view bytes, std::size_t offset) {
  return 1 + static_cast<int>(std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

// Chunks that are pure ASCII (almost all of most files) are skipped with one OR over the chunk.
bool ascii_chunk(const char* p, std::size_t length) {
  unsigned char bits = 0;
  for (std::size_t i = 0; i < length; ++i) bits = static_cast<unsigned char>(bits | static_cast<unsigned char>(p[i]));
  return bits < 0x80;
}

}  // namespace

std::shared_ptr<TextFile> TextFile::read(const std::string& path, const std::string& name) {
  const Descriptor file = open_to_read(path);
  auto text = std::make_shared<TextFile>();
  text->size_ = size_of_regular(file, name);
  text->data_ = std::unique_ptr<char[]>(new char[text->size_ + 1]);
  use_large_pages(text->data_.get(), text->size_ + 1);
  std::size_t done = 0;
  while (done < text->size_) {
    const ssize_t got = ::read(file.fd, text->data_.get() + done, text->size_ - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse(name, fmt::format("cannot be read ({})", std::strerror(errno)));
    if (got == 0) break;  // shortened while we read it
    done += static_cast<std::size_t>(got);
  }
  text->size_ = done;
  text->data_[done] = '\n';
  return text;
}

void TextFile::check(const std::string& path, const std::string& name) {
  const Descriptor file = open_to_read(path);
  size_of_regular(file, name);
}

std::shared_ptr<TextFile> TextFile::from_text(std::string_view source) {
  auto text = std::make_shared<TextFile>();
  text->size_ = source.size();
  text->data_ = std::unique_ptr<char[]>(new char[source.size() + 1]);
  std::copy(source.begin(), source.end(), text->data_.get());
  text->data_[source.size()] = '\n';
  return text;
}

std::optional<EncodingFault> find_encoding_fault(std::string_view bytes) {
  const std::string convert = "save the file as UTF-8";
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    const char* order = bytes[0] == '\xFF' ? "little endian, FF FE" : "big endian, FE FF";
    return EncodingFault{fmt::format("UTF-16 text (byte order mark {} at byte 0), UTF-8 is needed; {}, or: "
                                     "iconv -f UTF-16 -t UTF-8",
                                     order, convert),
                         1};
  }
  if (const void* nul = std::memchr(bytes.data(), 0, bytes.size())) {
    const auto offset = static_cast<std::size_t>(static_cast<const char*>(nul) - bytes.data());
    return EncodingFault{
        fmt::format("a NUL byte at byte {}: UTF-16 without byte order mark, or no text file; {}", offset, convert),
        line_at(bytes, offset)};
  }
  constexpr std::size_t kChunk = 4096;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::size_t length = std::min(kChunk, bytes.size() - at);
    if (ascii_chunk(bytes.data() + at, length)) {
      at += length;
      continue;
    }
    const std::size_t end = at + length;
    while (at < end) {
      const auto* p = reinterpret_cast<const unsigned char*>(bytes.data()) + at;
      const std::size_t step = sequence_length(p, bytes.size() - at);
      if (step == 0) {
        return EncodingFault{fmt::format("byte 0x{:02X} at byte {} is not UTF-8 (GBK, Windows-1252 or another "
                                         "encoding?); {}, for instance: iconv -f GBK -t UTF-8",
                                         *p, at, convert),
                             line_at(bytes, at)};
      }
      at += step;
    }
  }
  return std::nullopt;
}

}  // namespace delcredere::csv
