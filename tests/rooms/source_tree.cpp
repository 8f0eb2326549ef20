#include "tests/rooms/source_tree.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace delcredere::rooms {
namespace {

namespace fs = std::filesystem;

bool starts_with(const std::string& text, const std::string& prefix) { return text.rfind(prefix, 0) == 0; }

bool ends_with(const std::string& text, const std::string& suffix) {
  return text.size() >= suffix.size() && text.compare(text.size() - suffix.size(), suffix.size(), suffix) == 0;
}

/// "models/core" or the first folder.
std::string room_of(const std::string& path) {
  if (starts_with(path, "models/core/")) return "models/core";
  return path.substr(0, path.find('/'));
}

/// Which of our rooms a room may see, and which libraries (by how their headers begin).
struct Law {
  std::set<std::string> rooms;
  std::vector<std::string> libraries;
};

const std::map<std::string, Law>& laws() {
  static const std::map<std::string, Law> all{
      {"models/core", {{"models/core"}, {}}},
      {"models", {{"models/core", "models"}, {"Eigen/", "boost/"}}},
      {"scenarios", {{"models/core", "models", "scenarios"}, {"yaml-cpp/", "fmt/", "nlohmann/", "boost/"}}},
      {"sim", {{"models/core", "models", "sim"}, {"tbb/", "oneapi/tbb", "hwy/", "fmt/", "boost/", "mpi.h"}}},
      {"outputs", {{"models/core", "models", "sim", "outputs"}, {"hdf5", "H5", "fmt/", "nlohmann/"}}},
      {"app", {{"models/core", "models", "scenarios", "sim", "outputs", "app"}, {"CLI/", "fmt/", "nlohmann/"}}},
  };
  return all;
}

/// A header of the C++ library has no dot and no slash; the C library and the system are for those who may have files.
bool standard_cpp(const Include& include) {
  return !include.quoted && include.name.find_first_of("./") == std::string::npos;
}

bool system_header(const Include& include) {
  static const std::array prefixes{"sys/", "linux/", "arpa/"};
  static const std::set<std::string> names{"unistd.h",    "fcntl.h", "sched.h",  "signal.h",
                                           "immintrin.h", "poll.h",  "stdlib.h", "cpuid.h"};
  if (include.quoted) return false;
  return names.count(include.name) > 0 ||
         std::any_of(prefixes.begin(), prefixes.end(), [&](const char* p) { return starts_with(include.name, p); });
}

bool our_room(const std::string& name) {
  return std::any_of(laws().begin(), laws().end(), [&](const auto& law) { return starts_with(name, law.first + '/'); });
}

std::string at(const TextFile& file, int line) { return file.path + ':' + std::to_string(line) + ": "; }

}  // namespace

std::vector<TextFile> repository_texts() {
  static const std::set<std::string> endings{".cpp",  ".h",   ".in",  ".txt", ".cmake", ".md",  ".yaml", ".yml",
                                             ".json", ".csv", ".cff", ".sh",  ".py",    ".tex", ".html", ""};
  const fs::path root = DELCREDERE_SOURCE_DIR;
  std::vector<TextFile> files;
  for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator(); ++entry) {
    const std::string name = entry->path().filename();
    if (entry->is_directory()) {
      const bool built = entry.depth() == 0 && (starts_with(name, "build") || name == "out");
      if (built || name == ".git" || name == "__pycache__" || name == ".cache") entry.disable_recursion_pending();
      continue;
    }
    if (!entry->is_regular_file() || name == ".git" || endings.count(entry->path().extension()) == 0) continue;
    std::ostringstream text;
    text << std::ifstream(entry->path(), std::ios::binary).rdbuf();
    files.push_back({fs::relative(entry->path(), root).generic_string(), text.str()});
  }
  std::sort(files.begin(), files.end(), [](const TextFile& a, const TextFile& b) { return a.path < b.path; });
  return files;
}

std::vector<TextFile> sources() {
  std::vector<TextFile> files = repository_texts();
  std::erase_if(files,
                [](const TextFile& file) { return !ends_with(file.path, ".cpp") && !ends_with(file.path, ".h"); });
  return files;
}

std::vector<Include> includes_of(const std::string& text) {
  std::vector<Include> found;
  std::istringstream lines(text);
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::erase_if(line, [](char c) { return c == ' ' || c == '\t'; });
    if (!starts_with(line, "#include") || line.size() < 11) continue;
    const bool quoted = line[8] == '"';
    const std::size_t end = line.find(quoted ? '"' : '>', 9);
    if ((!quoted && line[8] != '<') || end == std::string::npos) continue;
    found.push_back({line.substr(9, end - 9), quoted, number});
  }
  return found;
}

std::vector<std::string> broken_arrows(const TextFile& file) {
  std::vector<std::string> broken;
  const std::string room = room_of(file.path);
  const auto law = laws().find(room);
  if (law == laws().end()) return broken;  // tests and benchmarks see everything
  for (const Include& include : includes_of(file.text)) {
    if (standard_cpp(include)) continue;
    if (our_room(include.name)) {
      if (law->second.rooms.count(room_of(include.name)) == 0) {
        broken.push_back(at(file, include.line) + room + " must not see " + include.name);
      }
      continue;
    }
    if (room == "app" && include.name == "delcredere_build_info.h") continue;
    if (room != "models/core" && room != "models" && system_header(include)) continue;
    const auto& allowed = law->second.libraries;
    const bool library = std::any_of(allowed.begin(), allowed.end(),
                                     [&](const std::string& begin) { return starts_with(include.name, begin); });
    if (!library) broken.push_back(at(file, include.line) + room + " must not use " + include.name);
  }
  return broken;
}

std::vector<std::string> broken_habits(const TextFile& file) {
  std::vector<std::string> broken;
  const std::string room = room_of(file.path);
  if (laws().count(room) == 0 || room == "app") return broken;
  const bool pure = room == "models" || room == "models/core";
  static const std::set<std::string> impure{"thread", "mutex", "atomic", "fstream", "filesystem", "future"};
  for (const Include& include : includes_of(file.text)) {
    if (include.name == "iostream") broken.push_back(at(file, include.line) + "a library prints nothing");
    if (pure && impure.count(include.name) > 0) {
      broken.push_back(at(file, include.line) + "models have no threads or files: " + include.name);
    }
  }
  // <chrono> itself is welcome: its calendar is no clock.
  if (pure && file.text.find("_clock") != std::string::npos) broken.push_back(file.path + ": models have no clock");
  for (const char* word :
       {"std::cout", "std::cerr", "std::exit(", "::abort(", "fmt::print(", " printf(", "fprintf(stderr"}) {
    if (file.text.find(word) != std::string::npos) broken.push_back(file.path + ": a library does not call " + word);
  }
  return broken;
}

}  // namespace delcredere::rooms
