#pragma once
// CRC-64/XZ (ECMA-182 polynomial, reflected): finds every burst of up to 64 changed bits. Not a signature.

#include <cstddef>
#include <cstdint>
#include <string>

namespace delcredere {

class Crc64 {
 public:
  void add(const void* bytes, std::size_t length);
  std::uint64_t value() const { return ~state_; }
  std::string hex() const;  ///< 16 hexadecimal digits

 private:
  std::uint64_t state_ = ~std::uint64_t{0};
};

}  // namespace delcredere
