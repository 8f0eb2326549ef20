#include "outputs/hdf5/checksum.h"

#include <bit>
#include <type_traits>

#include "outputs/crc64.h"

namespace delcredere::hdf5 {
namespace {

static_assert(std::endian::native == std::endian::little, "checksums are over little-endian values");

void add(Crc64& crc, std::uint64_t number) { crc.add(&number, sizeof number); }
void add(Crc64& crc, std::int64_t number) { crc.add(&number, sizeof number); }
void add(Crc64& crc, double number) { crc.add(&number, sizeof number); }

void add(Crc64& crc, const std::string& text) {
  add(crc, std::uint64_t{text.size()});  // the length first, so that texts cannot run into each other
  crc.add(text.data(), text.size());
}

template <class T>
void add(Crc64& crc, const std::vector<T>& values) {
  add(crc, std::uint64_t{values.size()});
  if constexpr (std::is_arithmetic_v<T>) {
    crc.add(values.data(), values.size() * sizeof(T));
  } else {
    for (const T& value : values) add(crc, value);
  }
}

template <class... T>
void add(Crc64& crc, const std::variant<T...>& value) {
  add(crc, std::uint64_t{value.index()});
  std::visit([&](const auto& held) { add(crc, held); }, value);
}

void add_attributes(Crc64& crc, const Attributes& attributes) {
  for (const Attribute& attribute : attributes) {
    if (attribute.name == kChecksumName) continue;
    add(crc, attribute.name);
    add(crc, attribute.value);
  }
}

}  // namespace

std::string content_checksum(const Group& group) {
  Crc64 crc;
  add(crc, group.name);
  add_attributes(crc, group.attributes);
  for (const Variable& variable : group.variables) {
    add(crc, variable.name);
    add(crc, variable.dims);
    for (std::size_t length : variable.shape) add(crc, std::uint64_t{length});
    add(crc, variable.data);
    add_attributes(crc, variable.attributes);
  }
  return crc.hex();
}

std::string content_checksum(const Attributes& attributes) {
  Crc64 crc;
  add_attributes(crc, attributes);
  return crc.hex();
}

}  // namespace delcredere::hdf5
