// Rows 19 and 20: targets that cannot be written, and disks that fill up. What fails in fsync, rename and close is
// covered by the failing file system of tests/outputs.

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "outputs/result_io.h"
#include "tests/faults/faults.h"

using namespace delcredere;
using namespace delcredere::faults;
using delcredere::cli::Launch;
using delcredere::cli::run_program;

namespace {

Launch run_into(const StudyFolder& study, const std::string& target) {
  Launch launch;
  launch.arguments = {"run", "study.yaml", "--quiet", "--force", "-o", target};
  launch.folder = study.path();
  return launch;
}

std::uintmax_t usual_size(const StudyFolder& study) {
  accepted(study, {"-o", "usual.h5"});
  const std::uintmax_t bytes = std::filesystem::file_size(study.file("usual.h5"));
  std::filesystem::remove(study.file("usual.h5"));
  return bytes;
}

}  // namespace

TEST_CASE("row 19: what is there already stays as it is") {
  const StudyFolder study;
  study.write("old.h5", "precious");
  std::filesystem::create_directory(study.file("folder.h5"));
  std::filesystem::create_symlink("old.h5", study.file("link.h5"));
  std::filesystem::create_symlink("nowhere/else.h5", study.file("dangling.h5"));
  for (const std::string target : {"old.h5", "link.h5"}) {
    refused(study, 4, {target, "--force"}, {"-o", target});
    CHECK(study.read("old.h5") == "precious");
  }
  refused(study, 4, {"dangling.h5"}, {"-o", "dangling.h5"});
  refused(study, 4, {"folder.h5"}, {"-o", "folder.h5", "--force"});
  refused(study, 4, {"/dev/full"}, {"-o", "/dev/full", "--force"});
  CHECK(std::filesystem::is_character_file("/dev/full"));
  refused(study, 4, {"nowhere/r.h5"}, {"-o", "nowhere/r.h5"});

  accepted(study, {"-o", "link.h5", "--force"});  // the file it means is replaced, the link stays
  CHECK(std::filesystem::is_symlink(study.file("link.h5")));
  CHECK(read_result_file(study.file("old.h5")).find("losses") != nullptr);
}

TEST_CASE("row 19: a read-only folder") {
  if (::geteuid() == 0) {
    std::cout << "SKIPPED: row 19, a read-only folder: this process may write everywhere (root)\n";
    return;
  }
  const StudyFolder study;
  std::filesystem::create_directory(study.file("locked"));
  std::filesystem::permissions(study.file("locked"),
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
  refused(study, 4, {"locked/r.h5"}, {"-o", "locked/r.h5"});
}

TEST_CASE("row 20: a file that may not grow: 4, the old file intact, the temporary gone") {
  const StudyFolder study;
  const std::uintmax_t bytes = usual_size(study);
  study.write("r.h5", "precious");
  const auto before = study.names();
  for (const double share : {0.0, 0.01, 0.25, 0.5, 0.99}) {
    Launch launch = run_into(study, "r.h5");
    launch.limits[RLIMIT_FSIZE] = static_cast<rlim_t>(share * static_cast<double>(bytes)) + (share == 0.0 ? 0 : 1);
    const Outcome outcome = run_program(launch);
    CAPTURE(share, outcome.err, outcome.signal);
    CHECK(outcome.code == 4);
    CHECK(outcome.out.empty());
    CHECK_THAT(outcome.err, Catch::Contains("r.h5"));
    CHECK(study.read("r.h5") == "precious");
    CHECK(study.names() == before);
  }
  Launch roomy = run_into(study, "r.h5");
  roomy.limits[RLIMIT_FSIZE] = bytes * 2;
  CHECK(run_program(roomy).code == 0);
}

TEST_CASE("row 20: a disk that is full") {
  const StudyFolder study;
  const std::uintmax_t bytes = usual_size(study);
  const std::string disk = study.file("disk");
  std::filesystem::create_directory(disk);
  for (const double share : {0.0, 0.01, 0.25, 0.5, 0.99}) {
    // One page for the old file, the folder itself is free.
    const auto room = static_cast<std::uint64_t>(share * static_cast<double>(bytes)) / 4096 * 4096 + 4096;
    const std::string options = "size=" + std::to_string(room);
    if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, options.c_str()) != 0) {
      std::cout << "SKIPPED: row 20, a full disk: mounting a small tmpfs is not permitted (" << std::strerror(errno)
                << ")\n";
      return;
    }
    study.write("disk/r.h5", "precious");
    const Outcome outcome = run_program(run_into(study, "disk/r.h5"));
    CAPTURE(share, outcome.err, outcome.signal);
    CHECK(outcome.code == 4);
    CHECK_THAT(outcome.err, Catch::Contains("r.h5"));
    CHECK(study.read("disk/r.h5") == "precious");
    CHECK(std::distance(std::filesystem::directory_iterator(disk), {}) == 1);
    CHECK(::umount(disk.c_str()) == 0);
  }
}
