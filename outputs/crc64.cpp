#include "outputs/crc64.h"

#include <array>

namespace delcredere {
namespace {

constexpr std::uint64_t kPolynomial = 0xC96C5795D7870F42;  // ECMA-182, bits reversed

using Tables = std::array<std::array<std::uint64_t, 256>, 8>;

/// Eight tables, so that eight bytes go through in one step ("slicing by 8").
constexpr Tables make_tables() {
  Tables tables{};
  for (std::uint64_t byte = 0; byte < 256; ++byte) {
    std::uint64_t value = byte;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? kPolynomial : 0);
    tables[0][byte] = value;
  }
  for (std::size_t byte = 0; byte < 256; ++byte) {
    for (std::size_t k = 1; k < 8; ++k) {
      const std::uint64_t before = tables[k - 1][byte];
      tables[k][byte] = (before >> 8) ^ tables[0][before & 0xFF];
    }
  }
  return tables;
}

constexpr Tables kTables = make_tables();

}  // namespace

void Crc64::add(const void* bytes, std::size_t length) {
  const auto* next = static_cast<const unsigned char*>(bytes);
  for (; length >= 8; length -= 8, next += 8) {
    std::uint64_t mixed = state_;
    for (int k = 0; k < 8; ++k) mixed ^= std::uint64_t{next[k]} << (8 * k);
    state_ = 0;
    for (std::size_t k = 0; k < 8; ++k) state_ ^= kTables[7 - k][(mixed >> (8 * k)) & 0xFF];
  }
  for (; length > 0; --length, ++next) state_ = (state_ >> 8) ^ kTables[0][(state_ ^ *next) & 0xFF];
}

std::string Crc64::hex() const {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = 0; i < 16; ++i) text[i] = kDigits[(value() >> (60 - 4 * i)) & 0xF];
  return text;
}

}  // namespace delcredere
