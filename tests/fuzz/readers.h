#pragma once
// Everything that reads what a person gives: one reader for each kind of text, with its corpus and the words it knows.

#include <functional>
#include <string>
#include <vector>

namespace delcredere::fuzz {

struct Reader {
  std::string name;
  std::vector<std::string> corpus;  ///< well-formed and odd inputs; read as they are before they are damaged
  std::vector<std::string> words;
  unsigned rounds = 0;  ///< damaged inputs in an ordinary test run
  std::function<void(const std::string& bytes)> read;
  std::function<void()> repair = [] {};  ///< the folder as it was, after a process that died in between
};

/// Readers of configs, overlays, command-line edits, and of every CSV file; each in the folder, which it may write to.
/// What they accept is run for a few trials and summed up.
std::vector<Reader> input_readers(const std::string& folder);

/// The reader of result files.
Reader result_reader(const std::string& folder);

/// Reads the bytes: "" where they were accepted or refused as they should be, with one of the declared exit codes and
/// at most 50 diagnostics, each with a message; else what is wrong with the answer.
std::string complaint(const Reader& reader, const std::string& bytes);

}  // namespace delcredere::fuzz
