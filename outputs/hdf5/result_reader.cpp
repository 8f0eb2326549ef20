// Reading a result file: structure first, then every value, then the checksums.

#include <fcntl.h>
#include <hdf5_hl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <new>
#include <stdexcept>
#include <system_error>

#include "outputs/hdf5/checksum.h"
#include "outputs/hdf5/library.h"
#include "outputs/hdf5/trailer.h"
#include "outputs/result_io.h"

namespace delcredere {
namespace {

using hdf5::check;
using hdf5::Handle;

struct Extent {
  std::vector<std::size_t> shape;
  std::size_t size = 1;
};

Extent extent_of(hid_t space, const std::string& what) {
  if (H5Sget_simple_extent_type(space) == H5S_NULL) return {{0}, 0};
  const int rank = check(H5Sget_simple_extent_ndims(space), what);
  std::vector<hsize_t> lengths(static_cast<std::size_t>(rank));
  check(H5Sget_simple_extent_dims(space, lengths.data(), nullptr), what);
  Extent extent;
  for (hsize_t length : lengths) {
    extent.shape.push_back(length);
    if (__builtin_mul_overflow(extent.size, std::size_t{length}, &extent.size)) throw std::bad_alloc();
  }
  return extent;
}

enum class Kind { real, integer, unsigned_integer, text };

Kind kind_of(hid_t type, const std::string& what) {
  const H5T_class_t family = H5Tget_class(type);
  const bool wide = H5Tget_size(type) == 8;
  if (family == H5T_FLOAT && wide) return Kind::real;
  if (family == H5T_INTEGER && wide) return H5Tget_sign(type) == H5T_SGN_NONE ? Kind::unsigned_integer : Kind::integer;
  if (family == H5T_STRING && H5Tis_variable_str(type) > 0) return Kind::text;
  throw Error(ExitCode::io, what + ": of a type that result files do not have");
}

/// Reads through `get(memory type, buffer)`, which stands for H5Dread or H5Aread.
template <class T, class Get>
std::vector<T> read_numbers(const Extent& extent, hid_t type, const std::string& what, Get get) {
  std::vector<T> values(extent.size);
  if (extent.size > 0) check(get(type, values.data()), what);
  return values;
}

template <class Get>
std::vector<std::string> read_texts(const Extent& extent, hid_t space, const std::string& what, Get get) {
  const Handle type = hdf5::text_type();
  std::vector<char*> pointers(extent.size, nullptr);
  if (extent.size > 0) check(get(type, pointers.data()), what);
  std::vector<std::string> texts;
  texts.reserve(pointers.size());
  for (const char* text : pointers) texts.emplace_back(text == nullptr ? "" : text);
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, pointers.data());
  return texts;
}

template <class T>
AttributeValue one_or_all(const Extent& extent, std::vector<T> values) {
  if (extent.shape.empty()) return values.front();
  if constexpr (std::is_same_v<T, std::uint64_t>) {
    throw Error(ExitCode::io, "an array of unsigned attributes is not of this layout");
  } else {
    return values;
  }
}

AttributeValue read_attribute(hid_t attribute, const std::string& what) {
  const Handle space(H5Aget_space(attribute), H5Sclose, what);
  const Handle type(H5Aget_type(attribute), H5Tclose, what);
  const Extent extent = extent_of(space, what);
  const auto get = [&](hid_t memory, void* buffer) { return H5Aread(attribute, memory, buffer); };
  switch (kind_of(type, what)) {
    case Kind::real:
      return one_or_all(extent, read_numbers<double>(extent, H5T_NATIVE_DOUBLE, what, get));
    case Kind::integer:
      return one_or_all(extent, read_numbers<std::int64_t>(extent, H5T_NATIVE_INT64, what, get));
    case Kind::unsigned_integer:
      return one_or_all(extent, read_numbers<std::uint64_t>(extent, H5T_NATIVE_UINT64, what, get));
    case Kind::text:
      break;
  }
  return one_or_all(extent, read_texts(extent, space, what, get));
}

/// Attributes in the order they were written; the stored checksum goes to `checksum`, "" where there is none.
Attributes read_attributes(hid_t object, const std::string& where, std::string* checksum = nullptr) {
  std::vector<std::string> names;
  const auto collect = [](hid_t, const char* name, const H5A_info_t*, void* data) -> herr_t {
    static_cast<std::vector<std::string>*>(data)->emplace_back(name);
    return 0;
  };
  hsize_t index = 0;
  herr_t done = H5Aiterate2(object, H5_INDEX_CRT_ORDER, H5_ITER_INC, &index, collect, &names);
  if (done < 0) {  // a file whose attribute order was not tracked
    hdf5::take_error_text();
    names.clear();
    index = 0;
    done = H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, &index, collect, &names);
  }
  check(done, "cannot list the attributes of " + where);
  Attributes attributes;
  for (const std::string& name : names) {
    if (hdf5::is_bookkeeping(name)) continue;
    const std::string what = "cannot read attribute '" + name + "' of " + where;
    const Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, what);
    AttributeValue value = read_attribute(attribute, what);
    if (name == hdf5::kChecksumName) {
      if (checksum != nullptr && std::holds_alternative<std::string>(value)) *checksum = std::get<std::string>(value);
    } else {
      attributes.push_back({name, std::move(value)});
    }
  }
  return attributes;
}

std::string link_name(hid_t object) {
  std::array<char, 1024> buffer{};
  const ssize_t length = H5Iget_name(object, buffer.data(), buffer.size());
  const std::string path = length > 0 ? buffer.data() : "";
  return path.substr(path.rfind('/') + 1);
}

std::vector<std::string> dimension_names(hid_t dataset, const std::string& name, std::size_t rank,
                                         const std::string& what) {
  if (H5DSis_scale(dataset) > 0) return std::vector<std::string>(rank, name);
  std::vector<std::string> names;
  for (std::size_t axis = 0; axis < rank; ++axis) {
    std::string found;
    const auto visit = [](hid_t, unsigned, hid_t scale, void* data) -> herr_t {
      *static_cast<std::string*>(data) = link_name(scale);
      return 1;
    };
    check(H5DSiterate_scales(dataset, static_cast<unsigned>(axis), nullptr, visit, &found), what);
    if (found.empty()) throw Error(ExitCode::io, what + ": an axis has no coordinate");
    names.push_back(found);
  }
  return names;
}

Variable read_variable(hid_t group, const std::string& group_name, const std::string& name) {
  const std::string path = "/" + group_name + "/" + name;
  const std::string what = "cannot read variable " + path;
  const Handle dataset(H5Dopen2(group, name.c_str(), H5P_DEFAULT), H5Dclose, what);
  const Handle space(H5Dget_space(dataset), H5Sclose, what);
  const Handle type(H5Dget_type(dataset), H5Tclose, what);
  const Extent extent = extent_of(space, what);
  const auto get = [&](hid_t memory, void* buffer) {
    return H5Dread(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, buffer);
  };
  Variable variable;
  variable.name = name;
  variable.shape = extent.shape;
  variable.dims = dimension_names(dataset, name, extent.shape.size(), what);
  switch (kind_of(type, what)) {
    case Kind::real:
      variable.data = read_numbers<double>(extent, H5T_NATIVE_DOUBLE, what, get);
      break;
    case Kind::integer:
      variable.data = read_numbers<std::int64_t>(extent, H5T_NATIVE_INT64, what, get);
      break;
    case Kind::text:
      variable.data = read_texts(extent, space, what, get);
      break;
    case Kind::unsigned_integer:
      throw Error(ExitCode::io, what + ": of a type that result files do not have");
  }
  variable.attributes = read_attributes(dataset, path);
  return variable;
}

std::vector<std::string> links_in_order(hid_t group, const std::string& what) {
  std::vector<std::string> names;
  const auto collect = [](hid_t, const char* name, const H5L_info_t*, void* data) -> herr_t {
    static_cast<std::vector<std::string>*>(data)->emplace_back(name);
    return 0;
  };
  hsize_t index = 0;
  check(H5Literate(group, H5_INDEX_CRT_ORDER, H5_ITER_INC, &index, collect, &names), what);
  return names;
}

Group read_group(hid_t file, const std::string& name) {
  const std::string what = "cannot read group /" + name;
  const Handle source(H5Gopen2(file, name.c_str(), H5P_DEFAULT), H5Gclose, what);
  Group group;
  group.name = name;
  std::string checksum;
  group.attributes = read_attributes(source, "group /" + name, &checksum);
  for (const std::string& variable : links_in_order(source, what)) {
    group.variables.push_back(read_variable(source, name, variable));
  }
  if (!checksum.empty() && checksum != hdf5::content_checksum(group)) {
    throw Error(ExitCode::io, "group /" + name + " is damaged or was changed: its checksum does not fit");
  }
  return group;
}

/// Before HDF5 sees the file, which may crash on damage.
void check_bytes(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) throw Error(ExitCode::io, "cannot be opened: " + std::generic_category().message(errno));
  std::array<char, 8> start{};
  const ssize_t got = ::pread(descriptor, start.data(), start.size(), 0);
  const int error = errno;
  const bool damaged = got == 8 && hdf5::check_trailer(descriptor) == hdf5::TrailerState::damaged;
  ::close(descriptor);
  if (got < 0 && error != ESPIPE)
    throw Error(ExitCode::io, "cannot be read: " + std::generic_category().message(error));
  if (got < 8 || std::memcmp(start.data(), "\x89HDF\r\n\x1a\n", 8) != 0) {
    throw Error(ExitCode::io, "is not an HDF5 file");
  }
  if (damaged) throw Error(ExitCode::io, "is damaged: its checksum does not fit its bytes");
}

void check_format(const ResultFile& file, const std::string& checksum) {
  if (file.text_attribute("format") != kResultFormatName) {
    throw Error(ExitCode::io, "is an HDF5 file, but not a result file of delcredere");
  }
  const AttributeValue* value = file.attribute("format_version");
  const auto* version = value == nullptr ? nullptr : std::get_if<std::vector<std::int64_t>>(value);
  if (version == nullptr || version->size() != 2) throw Error(ExitCode::io, "does not say the version of its layout");
  if (version->front() != kResultFormatMajor) {
    throw Error(ExitCode::mismatch, "has layout version " + std::to_string(version->front()) + "." +
                                        std::to_string(version->back()) + "; this program reads version " +
                                        std::to_string(kResultFormatMajor));
  }
  if (!checksum.empty() && checksum != hdf5::content_checksum(file.attributes)) {
    throw Error(ExitCode::io, "is damaged or was changed: the checksum of its attributes does not fit");
  }
}

ResultFile read(const std::string& path, const ReadOptions& options) {
  check_bytes(path);
  hdf5::start_library();
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "cannot read");
#if H5_VERSION_GE(1, 10, 7)
  H5Pset_file_locking(access, false, true);  // network file systems often have no locks; a published file never changes
#endif
  const Handle source(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access), H5Fclose, "is truncated or damaged");
  ResultFile file;
  std::string checksum;
  file.attributes = read_attributes(source, "the file", &checksum);
  check_format(file, checksum);
  for (const std::string& name : links_in_order(source, "cannot list the groups")) {
    const auto& without = options.without_groups;
    if (std::find(without.begin(), without.end(), name) == without.end())
      file.groups.push_back(read_group(source, name));
  }
  return file;
}

}  // namespace

ResultFile read_result_file(const std::string& path, const ReadOptions& options) {
  std::vector<Diagnostic> diagnostics(1);
  diagnostics.front().where.file = path;
  ExitCode code = ExitCode::io;
  try {
    return read(path, options);
  } catch (const Error& error) {
    code = error.code();
    diagnostics.front().message = error.what();
  } catch (const std::bad_alloc&) {
    diagnostics.front().message = "is damaged, or too large for the memory";
  } catch (const std::length_error&) {
    diagnostics.front().message = "is damaged, or too large for the memory";
  }
  throw Error(code, std::move(diagnostics));
}

}  // namespace delcredere
