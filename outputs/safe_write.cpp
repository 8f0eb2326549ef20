#include "outputs/safe_write.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include "models/core/error.h"

namespace delcredere {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr int kTemporaryNames = 100;

[[noreturn]] void fail(const std::string& path, const std::string& what) {
  std::vector<Diagnostic> diagnostics(1);
  diagnostics.front().where.file = path;
  diagnostics.front().message = what;
  throw Error(ExitCode::io, std::move(diagnostics));
}

[[noreturn]] void fail(const std::string& path, const std::string& what, long result) {
  fail(path, what + ": " + std::generic_category().message(static_cast<int>(-result)));
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

/// The file to replace or create; throws when that cannot be.
std::string resolve_target(FileSystem& files, const std::string& path, Overwrite overwrite) {
  if (path.empty() || path.ends_with('/')) fail(path, "is not the name of a file");
  const PathStatus status = files.status(path);
  if (status.error != 0) fail(path, "cannot be written", -status.error);
  switch (status.kind) {
    case PathKind::directory:
      fail(path, "is a folder, not a file");
    case PathKind::dangling_link:
      fail(path, "is a symbolic link to nothing");
    case PathKind::other:
      fail(path, "is not a regular file");
    case PathKind::read_only_file:
      fail(path, overwrite == Overwrite::allow ? "is read-only" : "exists already and is read-only");
    case PathKind::file:
      if (overwrite == Overwrite::refuse) fail(path, "exists already; --force replaces it");
      break;
    case PathKind::missing:
      break;
  }
  const std::string folder = folder_of(status.real_path);
  if (const int result = files.writable_folder(folder); result < 0) {
    fail(path, "cannot be written in folder '" + folder + "'", result);
  }
  return status.real_path;
}

/// A new file in the target's folder; removed again unless it was published. Where the file system can, it has no name
/// until it is complete, so that a process that is killed while writing leaves nothing behind.
class Temporary {
 public:
  Temporary(FileSystem& files, const std::string& target) : files_(files), target_(target) {
    descriptor_ = files_.create_unnamed(folder_of(target));
    if (descriptor_ == -EOPNOTSUPP)
      descriptor_ = under_a_name([&](const std::string& path) { return files_.create_new(path); });
    if (descriptor_ < 0) fail(target_, "cannot make a temporary file beside it", descriptor_);
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary() {
    if (descriptor_ >= 0) files_.close(descriptor_);
    if (!path_.empty()) files_.unlink(path_);
  }

  void write(std::span<const std::byte> bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t result = files_.write(descriptor_, bytes.data() + done, std::min(kPiece, bytes.size() - done));
      if (result == -EINTR) continue;
      if (result <= 0) {
        fail(target_, fmt::format("writing failed after {} of {} bytes", done, bytes.size()),
             result == 0 ? -EIO : result);
      }
      done += static_cast<std::size_t>(result);
    }
  }

  void finish() {
    int result = files_.fsync(descriptor_);
    while (result == -EINTR) result = files_.fsync(descriptor_);
    if (result < 0) fail(target_, "could not be brought to the disk", result);
    if (path_.empty()) {
      result = under_a_name([&](const std::string& path) { return files_.name(descriptor_, path); });
      if (result < 0) fail(target_, "could not be put beside its place", result);
    }
    result = files_.close(std::exchange(descriptor_, -1));
    if (result < 0 && result != -EINTR) fail(target_, "could not be closed", result);  // after EINTR it is closed
  }

  void publish(Overwrite overwrite) {
    const int result =
        overwrite == Overwrite::allow ? files_.rename(path_, target_) : files_.rename_new(path_, target_);
    if (result == -EEXIST) fail(target_, "was made by another process meanwhile and is kept; --force replaces it");
    if (result < 0) fail(target_, "could not be put in place", result);
    path_.clear();
  }

 private:
  /// What make(path) returns for the first free temporary name, which is path_ from then on.
  template <class Make>
  int under_a_name(const Make& make) {
    int result = -EEXIST;
    // One may be left from a process that was killed.
    for (int attempt = 0; attempt < kTemporaryNames && result == -EEXIST; ++attempt) {
      const std::string path = fmt::format("{}/.delcredere-{}-{}.tmp", folder_of(target_), ::getpid(), attempt);
      result = make(path);
      if (result >= 0) path_ = path;
    }
    return result;
  }

  FileSystem& files_;
  std::string target_;
  std::string path_;  ///< "" while it has no name
  int descriptor_ = -1;
};

}  // namespace

void check_target(FileSystem& files, const std::string& path, Overwrite overwrite) {
  resolve_target(files, path, overwrite);
}

void write_safely(FileSystem& files, const std::string& path, std::span<const std::byte> bytes, Overwrite overwrite) {
  const std::string target = resolve_target(files, path, overwrite);
  Temporary temporary(files, target);
  temporary.write(bytes);
  temporary.finish();
  temporary.publish(overwrite);
  if (const int result = files.fsync_folder(folder_of(target)); result < 0) {
    fail(path, "is written and complete, but its folder could not be brought to the disk", result);
  }
}

}  // namespace delcredere
