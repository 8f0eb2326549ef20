// Row 21: SIGKILL at the system calls of a run, one after the other: the target is what it was, or the complete new
// result, and what is left behind does not disturb the next run.

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <iostream>
#include <map>
#include <sstream>

#include "outputs/result_io.h"
#include "tests/faults/faults.h"

using namespace delcredere;
using namespace delcredere::faults;
using delcredere::cli::Launch;
using delcredere::cli::run_program;

namespace {

/// The n-th call of its name in the main thread, as strace counts.
struct Call {
  std::string name;
  int number = 0;
};

Launch traced(const StudyFolder& study, const std::string& strace_options) {
  Launch launch;
  launch.arguments = {"run", "study.yaml", "--quiet", "--force", "-o", "r.h5"};
  launch.folder = study.path();
  launch.wrapper = "exec strace " + strace_options + " \"$0\" \"$@\"";
  return launch;
}

/// Every call that makes, fills, closes, moves or removes a file from the first new file on, and a sample of those
/// before it. unnamed: does the run write into a file without a name?
std::vector<Call> calls_to_kill_at(const StudyFolder& study, bool& unnamed) {
  const Outcome outcome = run_program(
      traced(study, "-o calls.txt -e trace=openat,write,fsync,close,rename,renameat,renameat2,link,linkat,unlink"));
  if (outcome.code != 0) return {};
  std::vector<Call> calls;
  std::map<std::string, int> counts;
  bool writing = false;
  int before = 0;
  std::istringstream lines(study.read("calls.txt"));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t bracket = line.find('(');
    if (bracket == std::string::npos || line.starts_with("+++") || line.starts_with("---")) continue;
    const std::string name = line.substr(0, bracket);
    const int number = ++counts[name];
    unnamed = unnamed || line.find("O_TMPFILE") != std::string::npos;
    writing = writing || line.find("O_CREAT") != std::string::npos || line.find("O_TMPFILE") != std::string::npos;
    if (writing || ++before % 80 == 0) calls.push_back({name, number});
  }
  std::filesystem::remove(study.file("calls.txt"));
  std::filesystem::remove(study.file("r.h5"));
  return calls;
}

bool is_left_over(const std::string& name) { return name.starts_with(".delcredere-") && name.ends_with(".tmp"); }

std::size_t left_overs(const StudyFolder& study) {
  const std::vector<std::string> names = study.names();
  return static_cast<std::size_t>(std::count_if(names.begin(), names.end(), is_left_over));
}

/// Equal outside /provenance.
bool same_results(const ResultFile& a, const ResultFile& b) {
  if (a.attributes != b.attributes || a.groups.size() != b.groups.size()) return false;
  for (std::size_t g = 0; g < a.groups.size(); ++g)
    if (a.groups[g].name != "provenance" && !same_contents(a.groups[g], b.groups[g])) return false;
  return true;
}

}  // namespace

TEST_CASE("row 21: SIGKILL at every call that writes leaves the old file or the new one") {
  StudyFolder study;
  study.replace("study.yaml", "trials: 2000", "trials: 20000");  // a file of more than one piece
  const Outcome allowed = run_program([&] {
    Launch launch = traced(study, "-o /dev/null -e trace=none");
    launch.arguments = {"--version"};
    return launch;
  }());
  if (allowed.code != 0) {
    std::cout << "SKIPPED: row 21, SIGKILL at every call that writes: "
              << (allowed.code == 127 ? "strace is not installed" : "tracing a process is not permitted") << '\n';
    return;
  }
  bool unnamed = false;
  const std::vector<Call> calls = calls_to_kill_at(study, unnamed);
  std::map<std::string, int> names;
  for (const Call& call : calls) ++names[call.name];
  REQUIRE(names["write"] >= 2);  // the file in pieces and the summary
  REQUIRE(names["fsync"] == 2);  // file and folder
  REQUIRE(names["rename"] + names["renameat2"] == 1);

  const std::vector<std::string> inputs = study.names();
  accepted(study, {"-o", "new.h5"});
  accepted(study, {"-o", "old.h5", "--seed", "8"});
  const ResultFile expected = read_result_file(study.file("new.h5")), old = read_result_file(study.file("old.h5"));
  REQUIRE_FALSE(same_results(expected, old));
  std::filesystem::remove(study.file("new.h5"));
  int kept = 0, replaced = 0, absent = 0;
  for (const bool there : {false, true}) {
    for (const Call& call : calls) {
      std::filesystem::remove(study.file("r.h5"));
      if (there) std::filesystem::copy_file(study.file("old.h5"), study.file("r.h5"));
      const std::size_t before = left_overs(study);
      const Outcome outcome = run_program(
          traced(study, "-o /dev/null -e inject=" + call.name + ":signal=KILL:when=" + std::to_string(call.number)));
      CAPTURE(there, call.name, call.number, outcome.code, outcome.err);
      CHECK(outcome.signal == 9);
      // Where files can be made without a name, one that is not complete leaves nothing.
      if (unnamed && (call.name == "write" || call.name == "fsync")) CHECK(left_overs(study) == before);
      if (!study.has("r.h5")) {
        CHECK_FALSE(there);
        ++absent;
        continue;
      }
      const ResultFile found = read_result_file(study.file("r.h5"));
      const bool is_new = same_results(found, expected);
      CHECK((is_new || (there && same_results(found, old))));
      ++(is_new ? replaced : kept);
    }
  }
  CHECK(absent > 0);  // before and after the moment of publishing were both met
  CHECK(kept > 0);
  CHECK(replaced > 1);

  // Nothing but temporary files is left, and the next run does not mind them.
  std::filesystem::remove(study.file("old.h5"));
  std::filesystem::remove(study.file("r.h5"));
  std::vector<std::string> left = study.names();
  std::erase_if(left, is_left_over);
  CHECK(left == inputs);
  accepted(study, {"-o", "r.h5"});
  CHECK(same_results(read_result_file(study.file("r.h5")), expected));
}
