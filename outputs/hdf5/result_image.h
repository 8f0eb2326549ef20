#pragma once
// A result file as the bytes of an HDF5 file, and back. No disk is touched while writing: HDF5 1.10 reports success on
// writes that never reach it, so the file is built in memory and outputs/safe_write.h puts it on the disk.

#include <cstddef>
#include <string>
#include <vector>

#include "outputs/result_file.h"

namespace delcredere {

/// The bytes of the HDF5 file. Equal contents give equal bytes. Error(io) when a text holds a NUL or HDF5 fails.
std::vector<std::byte> result_image(const ResultFile& file);

}  // namespace delcredere
