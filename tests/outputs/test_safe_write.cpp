#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <filesystem>
#include <functional>

#include "models/core/error.h"
#include "outputs/safe_write.h"
#include "tests/support/temporary_folder.h"

using namespace delcredere;

namespace {

const std::string kOld = "the old file";

std::vector<std::byte> content(std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 131 % 251);
  return bytes;
}

std::string as_text(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The real file system, with one call that goes wrong.
class FailingFileSystem final : public FileSystem {
 public:
  std::string call;                      ///< which call fails
  int error = EIO;                       ///< with which errno
  std::size_t write_room = 0;            ///< bytes that "write" still takes before it fails
  std::size_t largest_write = SIZE_MAX;  ///< short writes
  bool unnamed = true;                   ///< can files be made without a name?
  std::function<void()> before_rename = [] {}, before_fsync = [] {};

  PathStatus status(const std::string& path) override { return real().status(path); }
  int writable_folder(const std::string& path) override {
    return fails("writable_folder") ? -error : real().writable_folder(path);
  }
  int create_unnamed(const std::string& folder) override {
    if (!unnamed) return -EOPNOTSUPP;
    return fails("create") ? -error : real().create_unnamed(folder);
  }
  int name(int descriptor, const std::string& path) override {
    return fails("name") ? -error : real().name(descriptor, path);
  }
  int create_new(const std::string& path) override { return fails("create") ? -error : real().create_new(path); }
  ssize_t write(int descriptor, const std::byte* bytes, std::size_t length) override {
    length = std::min(length, largest_write);
    if (!fails("write")) return real().write(descriptor, bytes, length);
    if (write_room == 0) return -error;
    const ssize_t taken = real().write(descriptor, bytes, std::min(length, write_room));
    write_room -= static_cast<std::size_t>(taken);
    return taken;
  }
  int fsync(int descriptor) override {
    before_fsync();
    return fails("fsync") ? -error : real().fsync(descriptor);
  }
  int close(int descriptor) override {
    const int result = real().close(descriptor);
    return fails("close") ? -error : result;
  }
  int rename(const std::string& from, const std::string& to) override {
    before_rename();
    return fails("rename") ? -error : real().rename(from, to);
  }
  int rename_new(const std::string& from, const std::string& to) override {
    before_rename();
    return fails("rename") ? -error : real().rename_new(from, to);
  }
  int fsync_folder(const std::string& path) override {
    return fails("fsync_folder") ? -error : real().fsync_folder(path);
  }
  int unlink(const std::string& path) override { return real().unlink(path); }

 private:
  static FileSystem& real() { return posix_file_system(); }
  bool fails(const char* name) const { return call == name; }
};

/// The error of a write, which must come.
Error write_error(FileSystem& files, const std::string& path, std::size_t size, Overwrite overwrite) {
  try {
    write_safely(files, path, content(size), overwrite);
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::io);
    CHECK_THAT(error.what(), Catch::Contains(std::filesystem::path(path).filename().string()));
    return error;
  }
  FAIL("writing " + path + " gave no error");
  throw std::logic_error("not reached");
}

/// Does this file system make files without a name here?
bool makes_unnamed(FileSystem& files, const test::TemporaryFolder& folder) {
  const int descriptor = files.create_unnamed(folder.path().string());
  if (descriptor >= 0) files.close(descriptor);
  return descriptor >= 0;
}

constexpr std::size_t kSize = 3 * (std::size_t{1} << 20) + 17;  // more than three writes

}  // namespace

TEST_CASE("a file appears whole, alone, and replaces only when told to") {
  const test::TemporaryFolder folder;
  const std::string path = folder.file("r.h5");
  write_safely(posix_file_system(), path, content(kSize), Overwrite::refuse);
  CHECK(test::read_text(path) == as_text(content(kSize)));
  CHECK_THAT(write_error(posix_file_system(), path, 5, Overwrite::refuse).what(), Catch::Contains("exists already"));
  CHECK(test::read_text(path) == as_text(content(kSize)));
  write_safely(posix_file_system(), path, content(5), Overwrite::allow);
  CHECK(test::read_text(path) == as_text(content(5)));
  CHECK(folder.entries() == 1);
}

TEST_CASE("short and interrupted writes are carried on") {
  const test::TemporaryFolder folder;
  FailingFileSystem files;
  files.largest_write = 4099;
  write_safely(files, folder.file("r.h5"), content(kSize), Overwrite::refuse);
  CHECK(test::read_text(folder.file("r.h5")) == as_text(content(kSize)));
}

TEST_CASE("after a failure anywhere before the rename the old file is as it was, and no temporary is left") {
  const bool had_old = GENERATE(true, false), unnamed = GENERATE(true, false);
  const test::TemporaryFolder folder;
  const std::string path = folder.file("r.h5");
  if (had_old) test::write_text(path, kOld);
  FailingFileSystem files;
  files.unnamed = unnamed;
  std::string reason = "Input/output error";
  SECTION("folder") { files.call = "writable_folder"; }
  SECTION("create") { files.call = "create"; }
  SECTION("disk full") {
    files.call = "write";
    files.error = ENOSPC;
    reason = "No space left";
    const std::size_t percent = GENERATE(0u, 1u, 25u, 50u, 99u);
    files.write_room = kSize * percent / 100;
  }
  SECTION("write") { files.call = "write"; }
  SECTION("name") {
    files.call = "name";
    if (!makes_unnamed(files, folder)) return;  // the other way has no such step
  }
  SECTION("fsync") { files.call = "fsync"; }
  SECTION("close") { files.call = "close"; }
  SECTION("rename") { files.call = "rename"; }
  INFO(files.call);
  CHECK_THAT(write_error(files, path, kSize, Overwrite::allow).what(), Catch::Contains(reason));
  CHECK(folder.entries() == (had_old ? 1 : 0));
  if (had_old) CHECK(test::read_text(path) == kOld);
}

TEST_CASE("when only the folder cannot be synced, the new file is complete and the error says so") {
  const test::TemporaryFolder folder;
  FailingFileSystem files;
  files.call = "fsync_folder";
  CHECK_THAT(write_error(files, folder.file("r.h5"), kSize, Overwrite::refuse).what(), Catch::Contains("complete"));
  CHECK(test::read_text(folder.file("r.h5")) == as_text(content(kSize)));
  CHECK(folder.entries() == 1);
}

TEST_CASE("what is being written has no name, so that a killed process leaves nothing") {
  const test::TemporaryFolder folder;
  FailingFileSystem files;
  if (!makes_unnamed(files, folder)) {
    WARN("skipped: the file system of the temporary folder makes no files without a name");
    return;
  }
  std::size_t entries = 9;
  files.before_fsync = [&] { entries = folder.entries(); };
  write_safely(files, folder.file("r.h5"), content(kSize), Overwrite::refuse);
  CHECK(entries == 0);
  CHECK(folder.entries() == 1);
  CHECK(test::read_text(folder.file("r.h5")) == as_text(content(kSize)));
  // Without such files it has one.
  files.unnamed = false;
  write_safely(files, folder.file("s.h5"), content(kSize), Overwrite::refuse);
  CHECK(entries == 2);
  CHECK(folder.entries() == 2);
  CHECK(test::read_text(folder.file("s.h5")) == as_text(content(kSize)));
}

TEST_CASE("both ways of writing give a file the rights that the process gives new files") {
  const test::TemporaryFolder folder;
  const mode_t before = ::umask(0027);
  for (const bool unnamed : {true, false}) {
    FailingFileSystem files;
    files.unnamed = unnamed;
    write_safely(files, folder.file("r.h5"), content(9), Overwrite::allow);
    struct stat found {};
    REQUIRE(::stat(folder.file("r.h5").c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0640);
  }
  ::umask(before);
}

TEST_CASE("two processes cannot overwrite each other without force") {
  const test::TemporaryFolder folder;
  const std::string path = folder.file("r.h5");
  FailingFileSystem files;
  files.before_rename = [&] { test::write_text(path, "theirs"); };
  CHECK_THAT(write_error(files, path, 100, Overwrite::refuse).what(), Catch::Contains("another process"));
  CHECK(test::read_text(path) == "theirs");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a temporary file of a killed process is no obstacle and is not touched") {
  const bool unnamed = GENERATE(true, false);
  const test::TemporaryFolder folder;
  const std::string stale = folder.file(".delcredere-" + std::to_string(::getpid()) + "-0.tmp");
  test::write_text(stale, "half");
  FailingFileSystem files;
  files.unnamed = unnamed;
  write_safely(files, folder.file("r.h5"), content(10), Overwrite::refuse);
  CHECK(test::read_text(stale) == "half");
  CHECK(folder.entries() == 2);
}

TEST_CASE("targets that cannot be a file are refused before and while writing, with and without force") {
  const test::TemporaryFolder folder;
  const Overwrite overwrite = GENERATE(Overwrite::refuse, Overwrite::allow);
  std::string path = folder.file("r.h5");
  std::string reason;
  SECTION("folder") {
    std::filesystem::create_directory(path);
    reason = "is a folder";
  }
  SECTION("dangling link") {
    std::filesystem::create_symlink("nowhere", path);
    reason = "symbolic link to nothing";
  }
  SECTION("device") {
    path = "/dev/full";
    reason = "not a regular file";
  }
  SECTION("read-only file") {
    test::write_text(path, kOld);
    std::filesystem::permissions(path, std::filesystem::perms::owner_read);
    reason = "read-only";
  }
  SECTION("missing folder") {
    path = folder.file("no/r.h5");
    reason = "No such file or directory";
  }
  SECTION("a file as a folder") {
    test::write_text(path, kOld);
    path += "/r.h5";
    reason = "Not a directory";
  }
  SECTION("empty name") {
    path = "";
    reason = "not the name of a file";
  }
  CHECK_THROWS_WITH(check_target(posix_file_system(), path, overwrite), Catch::Contains(reason));
  CHECK_THROWS_WITH(write_safely(posix_file_system(), path, content(9), overwrite), Catch::Contains(reason));
  CHECK(!std::filesystem::is_regular_file(folder.file("nowhere")));
}

TEST_CASE("a read-only folder is refused") {
  if (::geteuid() == 0) {
    WARN("skipped: root may write into read-only folders");
    return;
  }
  const test::TemporaryFolder folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
  CHECK_THROWS_WITH(check_target(posix_file_system(), folder.file("r.h5"), Overwrite::refuse),
                    Catch::Contains("Permission denied"));
  std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
}

TEST_CASE("a link to a file keeps being a link; the file it means is replaced") {
  const test::TemporaryFolder folder;
  test::write_text(folder.file("real.h5"), kOld);
  std::filesystem::create_symlink("real.h5", folder.file("r.h5"));
  CHECK_THROWS_AS(check_target(posix_file_system(), folder.file("r.h5"), Overwrite::refuse), Error);
  write_safely(posix_file_system(), folder.file("r.h5"), content(9), Overwrite::allow);
  CHECK(std::filesystem::is_symlink(folder.file("r.h5")));
  CHECK(test::read_text(folder.file("real.h5")) == as_text(content(9)));
}
