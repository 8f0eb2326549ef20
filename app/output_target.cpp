#include "app/output_target.h"

#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "models/core/error.h"

namespace delcredere {
namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw Error(ExitCode::io, {{{path, 0, 0}, "", why}});
}

}  // namespace

std::string output_path(const std::optional<std::string>& given, const std::string& study_name) {
  if (given) {
    if (given->empty()) throw Error(ExitCode::config, {{{}, "-o", "the name of the output file is empty"}});
    return *given;
  }
  if (study_name.find('/') != std::string::npos) {
    throw Error(ExitCode::config, {{{}, "name", "'" + study_name + "' cannot name the result file. Give it with -o FILE"}});
  }
  return study_name + ".h5";
}

void check_output(const std::string& path, bool force, const std::vector<std::string>& inputs) {
  namespace fs = std::filesystem;
  std::error_code problem;
  fs::path folder = fs::path(path).parent_path();
  if (folder.empty()) folder = ".";
  const fs::file_status status = fs::status(path, problem);  // follows a symbolic link
  if (fs::is_directory(status)) refuse(path, "is a directory; the result is one file");
  const bool exists = fs::exists(status);
  for (const std::string& input : inputs) {
    if (exists && fs::equivalent(path, input, problem)) refuse(path, "is an input of this run; choose another output");
  }
  if (exists && !fs::is_regular_file(status)) refuse(path, "is not a regular file");
  if ((exists || fs::is_symlink(fs::symlink_status(path, problem))) && !force) {
    refuse(path, "exists already; --force overwrites it");
  }
  if (!fs::is_directory(folder, problem)) refuse(path, "there is no folder '" + folder.string() + "'");
  if (::access(folder.c_str(), W_OK | X_OK) != 0) refuse(path, "the folder '" + folder.string() + "' cannot be written to");
  if (exists && ::access(path.c_str(), W_OK) != 0) refuse(path, "is write-protected");
}

}  // namespace delcredere
