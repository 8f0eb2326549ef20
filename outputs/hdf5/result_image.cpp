#include "outputs/hdf5/result_image.h"

#include <hdf5_hl.h>

#include <map>
#include <type_traits>

#include "outputs/hdf5/checksum.h"
#include "outputs/hdf5/chunking.h"
#include "outputs/hdf5/library.h"
#include "outputs/hdf5/properties.h"
#include "outputs/hdf5/trailer.h"

namespace delcredere {
namespace {

using hdf5::check;
using hdf5::Handle;

template <class T>
hid_t memory_type() {
  if constexpr (std::is_same_v<T, double>) return H5T_NATIVE_DOUBLE;
  if constexpr (std::is_same_v<T, std::uint64_t>) return H5T_NATIVE_UINT64;
  return H5T_NATIVE_INT64;
}

template <class T>
hid_t file_type() {
  if constexpr (std::is_same_v<T, double>) return H5T_IEEE_F64LE;
  if constexpr (std::is_same_v<T, std::uint64_t>) return H5T_STD_U64LE;
  return H5T_STD_I64LE;
}

std::vector<const char*> c_texts(const std::vector<std::string>& texts, const std::string& where) {
  std::vector<const char*> pointers;
  for (const std::string& text : texts) {
    if (text.find('\0') != std::string::npos) throw Error(ExitCode::io, where + ": a text with a NUL cannot be stored");
    pointers.push_back(text.c_str());
  }
  return pointers;
}

Handle space_of(const std::vector<std::size_t>& shape) {
  const std::vector<hsize_t> lengths(shape.begin(), shape.end());
  return {shape.empty() ? H5Screate(H5S_SCALAR)
                        : H5Screate_simple(static_cast<int>(lengths.size()), lengths.data(), nullptr),
          H5Sclose, "cannot make a data space"};
}

void write_attribute(hid_t object, const std::string& name, hid_t type_in_file, hid_t type_in_memory,
                     const std::vector<std::size_t>& shape, const void* values) {
  const std::string what = "cannot write attribute '" + name + "'";
  const Handle space = space_of(shape);
  const Handle attribute(H5Acreate2(object, name.c_str(), type_in_file, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
                         what);
  check(H5Awrite(attribute, type_in_memory, values), what);
}

template <class T>
void write_value(hid_t object, const std::string& name, const std::vector<T>& values,
                 const std::vector<std::size_t>& shape) {
  if constexpr (std::is_same_v<T, std::string>) {
    const Handle type = hdf5::text_type();
    const std::vector<const char*> pointers = c_texts(values, name);
    write_attribute(object, name, type, type, shape, pointers.data());
  } else {
    write_attribute(object, name, file_type<T>(), memory_type<T>(), shape, values.data());
  }
}

template <class T>
void write_value(hid_t object, const std::string& name, const std::vector<T>& values) {
  write_value(object, name, values, {values.size()});
}

template <class T>
void write_value(hid_t object, const std::string& name, const T& value) {
  write_value(object, name, std::vector<T>{value}, {});
}

void write_attributes(hid_t object, const Attributes& attributes) {
  for (const Attribute& attribute : attributes) {
    std::visit([&](const auto& value) { write_value(object, attribute.name, value); }, attribute.value);
  }
}

template <class T>
Handle write_dataset(hid_t group, const Variable& variable, const std::vector<T>& values) {
  constexpr bool kText = std::is_same_v<T, std::string>;
  const std::string what = "cannot write variable '" + variable.name + "'";
  if (variable.size() != values.size()) throw Error(ExitCode::io, what + ": its shape does not fit its values");
  const Handle space = space_of(variable.shape);
  const Handle properties = hdf5::dataset_properties(variable.shape, !kText);
  const auto create = [&](hid_t type) {
    return Handle(H5Dcreate2(group, variable.name.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT), H5Dclose,
                  what);
  };
  if constexpr (kText) {
    const Handle type = hdf5::text_type();
    const std::vector<const char*> pointers = c_texts(values, what);
    Handle dataset = create(type);
    check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()), what);
    return dataset;
  } else {
    Handle dataset = create(file_type<T>());
    check(H5Dwrite(dataset, memory_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), what);
    return dataset;
  }
}

/// Coordinates become dimension scales, and every axis of every other variable is attached to its own.
void write_group(hid_t file, const Group& group) {
  const std::string what = "cannot write group /" + group.name;
  const Handle properties(H5Pcreate(H5P_GROUP_CREATE), H5Pclose, what);
  hdf5::keep_links_in_order(properties);
  const Handle target(H5Gcreate2(file, group.name.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT), H5Gclose, what);
  write_attributes(target, group.attributes);
  write_value(target, hdf5::kChecksumName, hdf5::content_checksum(group));

  std::map<std::string, Handle> scales;
  for (const Variable& variable : group.variables) {
    Handle dataset =
        std::visit([&](const auto& values) { return write_dataset(target, variable, values); }, variable.data);
    write_attributes(dataset, variable.attributes);
    if (variable.is_coordinate()) {
      check(H5DSset_scale(dataset, variable.name.c_str()), what + ": scale " + variable.name);
      scales.emplace(variable.name, std::move(dataset));
      continue;
    }
    for (unsigned axis = 0; axis < variable.dims.size(); ++axis) {
      const auto scale = scales.find(variable.dims[axis]);
      if (scale == scales.end()) {
        throw Error(ExitCode::io,
                    what + ": no coordinate '" + variable.dims[axis] + "' before '" + variable.name + "'");
      }
      check(H5DSattach_scale(dataset, scale->second, axis), what + ": axis " + variable.dims[axis]);
    }
  }
}

Handle create_in_memory() {
  const std::string what = "cannot make a file in memory";
  constexpr std::size_t kIncrement = std::size_t{1} << 20;
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, what);
  check(H5Pset_fapl_core(access, kIncrement, /*backing_store=*/false), what);
  check(H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_V18), what);
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose, what);
  hdf5::keep_links_in_order(creation);
  return {H5Fcreate("delcredere-result", H5F_ACC_TRUNC, creation, access), H5Fclose, what};
}

}  // namespace

std::vector<std::byte> result_image(const ResultFile& contents) {
  hdf5::start_library();
  const Handle file = create_in_memory();
  write_attributes(file, contents.attributes);
  write_value(file, hdf5::kChecksumName, hdf5::content_checksum(contents.attributes));
  for (const Group& group : contents.groups) write_group(file, group);

  const std::string what = "cannot finish the file in memory";
  check(H5Fflush(file, H5F_SCOPE_GLOBAL), what);
  const ssize_t size = check(H5Fget_file_image(file, nullptr, 0), what);
  std::vector<std::byte> image(static_cast<std::size_t>(size));
  check(H5Fget_file_image(file, image.data(), image.size()), what);
  hdf5::append_trailer(image);
  return image;
}

}  // namespace delcredere
