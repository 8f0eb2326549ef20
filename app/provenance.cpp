#include "app/provenance.h"

#include <chrono>
#include <ctime>

#include "app/resources/machine.h"
#include "delcredere_build_info.h"

namespace delcredere {

std::string version_words() {
  return "delcredere " + std::string(build_info::kVersion) + " (commit " + std::string(build_info::kGitCommit) + ", " +
         std::string(build_info::kCompiler) + ", " + std::string(build_info::kBuildType) + ")";
}

std::string utc_now() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[sizeof "2026-01-05T08:00:00Z" + 8];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

Provenance make_provenance(const LoadedStudy& loaded, const std::vector<std::string>& command_line,
                           const std::string& start_time) {
  Provenance made;
  made.config_given = loaded.config_given;
  made.config_effective = loaded.config_effective;
  for (const auto& input : loaded.inputs) made.inputs.push_back({input.name, input.sha256});
  made.program_version = build_info::kVersion;
  made.git_commit = build_info::kGitCommit;
  made.compiler = build_info::kCompiler;
  made.compiler_flags = std::string(build_info::kFlags) + " (" + std::string(build_info::kBuildType) + ")";
  for (const auto& library : build_info::kLibraries) {
    made.libraries.push_back({std::string(library.name), std::string(library.version)});
  }
  made.cpu = cpu_model();
  made.start_time = start_time;
  made.command_line = command_line;
  return made;
}

}  // namespace delcredere
