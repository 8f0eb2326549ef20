#pragma once
// Drives the built program from outside, as a shell would: arguments, environment, streams, signals.

#include <sys/resource.h>
#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace delcredere::cli {

/// Where a stream of the program goes.
enum class Stream { captured, closed, reader_gone, full, terminal };

struct Launch {
  std::vector<std::string> arguments;
  std::string folder;                              ///< working folder; empty: this one
  std::map<std::string, std::string> environment;  ///< on top of this process's
  Stream out = Stream::captured, err = Stream::captured;
  std::vector<int> signals;      ///< sent one after the other once the program has said its first word on stderr
  std::map<int, rlim_t> limits;  ///< by RLIMIT_..., of the program alone
  int cpus = 0;                  ///< CPUs it may use (the first ones of ours); 0: as this process
  std::string wrapper;           ///< a shell command instead of the program: "$0" "$@" is the program's own
};

struct Outcome {
  int code = -1;   ///< exit code; -1 when a signal ended it
  int signal = 0;  ///< the signal that ended it, 0 if none
  std::string out, err;
  double seconds = 0;               ///< wall time from start to end
  double seconds_after_signal = 0;  ///< from the first signal to the end
  double cpu_seconds = 0;           ///< user and system
  long peak_kib = 0;                ///< largest resident set
};

/// Runs the program to its end; after two minutes it is killed (signal 9), so a hang is a failure and not a wait.
Outcome run_program(const Launch& launch);
Outcome run_program(std::vector<std::string> arguments, const std::string& folder = "");

/// A folder with a small study in it ("study.yaml", two buyers, six invoices), removed at the end.
class StudyFolder {
 public:
  StudyFolder();
  ~StudyFolder();
  StudyFolder(const StudyFolder&) = delete;
  StudyFolder& operator=(const StudyFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + '/' + name; }
  void write(const std::string& name, const std::string& text) const;
  /// Writes the file again with the first `from` in it replaced; throws where there is none.
  void replace(const std::string& name, const std::string& from, const std::string& to) const;
  bool has(const std::string& name) const;
  std::string read(const std::string& name) const;
  std::vector<std::string> names() const;  ///< of everything in it, sorted

 private:
  std::string path_;
};

std::size_t lines_in(const std::string& text);

}  // namespace delcredere::cli
