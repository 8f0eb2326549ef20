#pragma once
// SHA-256 (FIPS 180-4, section 6.2): names what went into a run and guards files against damage.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace delcredere {

/// The hash of a sequence of bytes given in any number of pieces; how it is cut does not matter.
class Sha256 {
 public:
  using Digest = std::array<std::uint8_t, 32>;

  Sha256& update(std::string_view bytes);
  Sha256& update(const void* bytes, std::size_t size);

  Digest digest() const;    ///< of all bytes so far; more may follow
  std::string hex() const;  ///< digest() as 64 lower-case hexadecimal digits

 private:
  static constexpr std::size_t kBlock = 64;

  void compress(const std::uint8_t* block);

  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, kBlock> pending_{};
  std::uint64_t size_ = 0;  ///< bytes so far
};

/// Sha256().update(bytes).hex()
std::string sha256_hex(std::string_view bytes);

}  // namespace delcredere
