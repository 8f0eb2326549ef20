// Rows 7, 8 and 24: horizons, threads and memory beyond what there is.

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "app/resources/machine.h"
#include "outputs/result_io.h"
#include "tests/faults/faults.h"

using namespace delcredere;
using namespace delcredere::faults;
using delcredere::cli::Launch;
using delcredere::cli::run_program;

namespace {

std::int64_t threads_used(const StudyFolder& study) {
  return read_result_file(study.file("small.h5")).find("provenance")->at("threads").integers().front();
}

}  // namespace

TEST_CASE("row 7: horizons that are none, and one that needs more memory than there is") {
  constexpr const char* kHorizon = "horizon: 12 weeks";
  refused(Changed("study.yaml", kHorizon, "horizon: 0 weeks"), 2, {"study.yaml:5:", "horizon", "'0 weeks'"});
  refused(Changed("study.yaml", kHorizon, "horizon: -4 weeks"), 2, {"study.yaml:5:", "horizon", "'-4 weeks'"});
  refused(Changed("study.yaml", kHorizon, "horizon: 1000000 weeks"), 7, {"horizon", "GiB"});
}

TEST_CASE("row 8: threads that are none or too many; more than CPUs; the CPUs that the program may use") {
  const StudyFolder study;
  for (const std::string threads : {"0", "-1", "1000000"})
    refused(study, 2, {"--threads", "'" + threads + "'"}, {"--threads", threads});
  const Outcome crowded = accepted(study, {"--threads", "1000", "--trials", "100"});
  CHECK_THAT(crowded.err, Catch::Contains("1000 is more than the"));
  std::filesystem::remove(study.file("small.h5"));

  Launch launch;
  launch.arguments = {"run", "study.yaml", "--quiet"};
  launch.folder = study.path();
  launch.cpus = 1;
  CHECK(run_program(launch).code == 0);
  CHECK(threads_used(study) == 1);
}

TEST_CASE("row 8: a cgroup quota of half a CPU is one thread") {
  // cgroup v2 or the v1 cpu controller, whichever may be written.
  const StudyFolder study;
  const std::string name = "delcredere_test_" + std::to_string(::getpid());
  for (const auto& [root, file, text] : {std::tuple{"/sys/fs/cgroup/", "cpu.max", "50000 100000"},
                                         std::tuple{"/sys/fs/cgroup/cpu/", "cpu.cfs_quota_us", "50000"}}) {
    const std::string folder = root + name;
    std::error_code failed;
    if (!std::filesystem::is_directory(root) || !std::filesystem::create_directory(folder, failed)) continue;
    bool limited = false;
    if (std::filesystem::exists(folder + '/' + file))
      limited = static_cast<bool>(std::ofstream(folder + '/' + file) << text << std::flush);
    Outcome outcome;
    if (limited) {
      Launch launch;
      launch.arguments = {"run", "study.yaml", "--quiet"};
      launch.folder = study.path();
      launch.wrapper = "echo $$ > " + folder + "/cgroup.procs && exec \"$0\" \"$@\"";
      outcome = run_program(launch);
    }
    std::filesystem::remove(folder, failed);
    if (!limited || outcome.err.find("cgroup.procs") != std::string::npos) continue;
    CAPTURE(outcome.err);
    CHECK(outcome.code == 0);
    CHECK(threads_used(study) == 1);
    return;
  }
  std::cout << "SKIPPED: row 8, a cgroup quota: no cgroup with a CPU controller may be made here (tests/app reads the "
               "quotas from files)\n";
}

TEST_CASE("row 24: memory below the plan is refused before anything is simulated") {
  const StudyFolder study;
  const auto before = study.names();
  Launch launch;
  launch.arguments = {"run",      "study.yaml", "-o", "r.h5",  "--trials",
                      "50000000", "--threads",  "1",  "--set", "outputs.trials=on"};
  launch.folder = study.path();
  launch.limits[RLIMIT_AS] = rlim_t{512} << 20;
  const Outcome outcome = run_program(launch);
  CAPTURE(outcome.err, outcome.signal);
  CHECK(outcome.code == 7);
  CHECK(outcome.out.empty());
  CHECK_THAT(outcome.err, Catch::Contains("MiB") && Catch::Contains("fewer trials"));
  CHECK_THAT(outcome.err, !Catch::Contains(" %: "));  // no progress: it never started
  CHECK(study.names() == before);

  launch.arguments[5] = "100";
  CHECK(run_program(launch).code == 0);
}

TEST_CASE("row 24: an allocation that fails, however early, ends with 7 and nothing written") {
  const StudyFolder study;
  const auto before = study.names();
  Launch launch;
  launch.arguments = {"run", "study.yaml", "-o", "r.h5", "--threads", "1"};
  launch.folder = study.path();
  // Least address space in which the program starts at all, then a little more each time.
  int refusals = 0, runs = 0;
  for (rlim_t mebibytes = 4; mebibytes <= 256 && runs == 0; mebibytes += mebibytes < 64 ? 4 : 16) {
    launch.limits[RLIMIT_AS] = mebibytes << 20;
    const Outcome outcome = run_program(launch);
    // The loader's or a constructor's, before main() could say a word.
    const bool before_main = outcome.code == 127 || outcome.code == 125 || (outcome.signal != 0 && outcome.err.empty());
    if (before_main) continue;
    CAPTURE(mebibytes, outcome.err, outcome.signal);
    if (outcome.code == 0) {
      ++runs;
      continue;
    }
    ++refusals;
    CHECK(outcome.code == 7);
    CHECK(study.names() == before);
  }
  CHECK(refusals > 0);
  CHECK(runs == 1);
}
