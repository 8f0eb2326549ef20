#pragma once
// Where a result file comes from: what was asked, what was read, which program on which machine, how long it took.
// Nothing here changes a result; it is the only part of the file that may differ between two equal runs.

#include <cstdint>
#include <string>
#include <vector>

namespace delcredere {

struct InputDigest {
  std::string name;    ///< as given in the config
  std::string sha256;  ///< 64 hexadecimal digits
};

struct LibraryVersion {
  std::string name;
  std::string version;
};

struct Provenance {
  std::string config_given;      ///< text of the config file as it was read
  std::string config_effective;  ///< with defaults, overlays and command-line changes merged in
  std::vector<InputDigest> inputs;
  std::string program_version;
  std::string git_commit;
  std::string compiler;
  std::string compiler_flags;
  std::vector<LibraryVersion> libraries;
  std::string cpu;
  std::string start_time;  ///< UTC, "2026-01-05T08:00:00Z"
  std::vector<std::string> command_line;
};

}  // namespace delcredere
