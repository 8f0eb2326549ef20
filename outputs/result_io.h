#pragma once
// Result files on disk: what `run` writes and what `summary`, `report`, `export` and `compare` read.

#include <string>
#include <vector>

#include "outputs/file_system.h"
#include "outputs/result_file.h"
#include "outputs/safe_write.h"

namespace delcredere {

/// Writes the whole file or nothing; see write_safely.
void write_result_file(const ResultFile& file, const std::string& path, Overwrite overwrite,
                       FileSystem& files = posix_file_system());

struct ReadOptions {
  std::vector<std::string> without_groups;  ///< left out ("trials" can be large)
};

/// Reads a result file and checks it. Throws Error(io) when it cannot be opened, is no HDF5 file, no result file of
/// delcredere, truncated or damaged (naming the variable or group); Error(mismatch) when its layout has another major
/// version.
ResultFile read_result_file(const std::string& path, const ReadOptions& options = {});

}  // namespace delcredere
