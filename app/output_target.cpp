#include "app/output_target.h"

#include <filesystem>
#include <system_error>

#include "models/core/error.h"

namespace delcredere {
std::string output_path(const std::optional<std::string>& given, const std::string& study_name) {
  if (given) {
    if (given->empty()) throw Error(ExitCode::config, {{{}, "-o", "the name of the output file is empty"}});
    return *given;
  }
  if (study_name.find('/') != std::string::npos) {
    throw Error(ExitCode::config,
                {{{}, "name", "'" + study_name + "' cannot name the result file. Give it with -o FILE"}});
  }
  return study_name + ".h5";
}

void refuse_to_overwrite_inputs(const std::string& path, const std::vector<std::string>& inputs) {
  for (const std::string& input : inputs) {
    std::error_code missing;
    if (!std::filesystem::equivalent(path, input, missing)) continue;
    throw Error(ExitCode::io, {{{path, 0, 0}, "", "is an input of this run; choose another output"}});
  }
}

}  // namespace delcredere
