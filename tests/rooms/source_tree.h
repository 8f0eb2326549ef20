#pragma once
// The project's own texts, as the tests of its shape see them.

#include <string>
#include <vector>

namespace delcredere::rooms {

struct TextFile {
  std::string path;  ///< from the repository root, with '/'
  std::string text;
};

/// Every text file of the repository: sources, scripts, docs, configs. Build folders, results and .git are left out.
std::vector<TextFile> repository_texts();

/// Those of them that are C++.
std::vector<TextFile> sources();

/// One #include: the name inside, and the line it is on.
struct Include {
  std::string name;
  bool quoted = false;
  int line = 0;
};
std::vector<Include> includes_of(const std::string& text);

/// What breaks the rule of the rooms (docs/architecture.md) in one file: "path:line: ..." each.
std::vector<std::string> broken_arrows(const TextFile& file);

/// What breaks the habits of library rooms: printing, ending the program; threads, files and clocks in models/.
std::vector<std::string> broken_habits(const TextFile& file);

}  // namespace delcredere::rooms
