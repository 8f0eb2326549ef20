#include "outputs/hdf5/trailer.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "outputs/crc64.h"

namespace delcredere::hdf5 {
namespace {

struct Trailer {
  std::array<char, 8> mark{'D', 'E', 'L', 'C', 'R', 'E', 'D', 'R'};
  std::uint64_t length = 0;
  std::uint64_t crc = 0;
};
static_assert(sizeof(Trailer) == 24);

bool read_at(int descriptor, void* buffer, std::size_t length, std::uint64_t position) {
  auto* next = static_cast<char*>(buffer);
  while (length > 0) {
    const ssize_t got = ::pread(descriptor, next, length, static_cast<off_t>(position));
    if (got <= 0) return false;
    next += got;
    position += static_cast<std::uint64_t>(got);
    length -= static_cast<std::size_t>(got);
  }
  return true;
}

/// A trailer somewhere in the file and not at its end: the file grew behind it. (One that was cut inside its trailer
/// has lost nothing else, and may be read.) The length that follows it tells it from a text that happens to hold the
/// word.
bool mark_within(int descriptor, std::uint64_t size) {
  const Trailer trailer;
  const std::string_view mark(trailer.mark.data(), trailer.mark.size());
  std::string piece;
  for (std::uint64_t at = 0; at < size; at += piece.size() - (mark.size() + sizeof trailer.length - 1)) {
    piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(std::uint64_t{1} << 20, size - at)));
    if (!read_at(descriptor, piece.data(), piece.size(), at)) return false;
    for (std::size_t found = piece.find(mark); found != std::string::npos; found = piece.find(mark, found + 1)) {
      std::uint64_t length = 0;
      if (piece.size() - found < mark.size() + sizeof length) break;
      std::memcpy(&length, piece.data() + found + mark.size(), sizeof length);
      if (length == at + found && length + sizeof trailer < size) return true;
    }
    if (piece.size() < mark.size() + sizeof trailer.length || at + piece.size() == size) break;
  }
  return false;
}

}  // namespace

void append_trailer(std::vector<std::byte>& image) {
  Crc64 crc;
  crc.add(image.data(), image.size());
  Trailer trailer;
  trailer.length = image.size();
  trailer.crc = crc.value();
  const auto* bytes = reinterpret_cast<const std::byte*>(&trailer);
  image.insert(image.end(), bytes, bytes + sizeof trailer);
}

TrailerState check_trailer(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || status.st_size < static_cast<off_t>(sizeof(Trailer))) {
    return TrailerState::absent;
  }
  const std::uint64_t length = static_cast<std::uint64_t>(status.st_size) - sizeof(Trailer);
  Trailer trailer;
  if (!read_at(descriptor, &trailer, sizeof trailer, length) || trailer.mark != Trailer{}.mark) {
    return mark_within(descriptor, length + sizeof trailer) ? TrailerState::damaged : TrailerState::absent;
  }
  if (trailer.length != length) return TrailerState::damaged;
  Crc64 crc;
  std::vector<std::byte> piece(std::size_t{1} << 20);
  for (std::uint64_t done = 0; done < length;) {
    const std::size_t step = static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), length - done));
    if (!read_at(descriptor, piece.data(), step, done)) return TrailerState::damaged;
    crc.add(piece.data(), step);
    done += step;
  }
  return crc.value() == trailer.crc ? TrailerState::fits : TrailerState::damaged;
}

}  // namespace delcredere::hdf5
