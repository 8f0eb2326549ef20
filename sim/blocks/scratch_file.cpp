#include "sim/blocks/scratch_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "models/core/error.h"

namespace delcredere {
namespace {

constexpr double kMebibyte = 1 << 20;

[[noreturn]] void fail(const std::string& folder, const std::string& what, int code) {
  throw Error(ExitCode::io, fmt::format("{}: {} ({})", folder, what, std::strerror(code)));
}

/// An open file without a name.
int open_unnamed(const std::string& folder) {
  const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT)) return descriptor;
  std::string name = folder + "/.delcredere-scratch-XXXXXX";  // a file system without unnamed files
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

}  // namespace

ScratchFile::ScratchFile(const std::string& folder, std::uint64_t bytes) : folder_(folder.empty() ? "." : folder) {
  const std::string what =
      fmt::format("cannot keep {:.0f} MiB of per-trial columns here", static_cast<double>(bytes) / kMebibyte);
  struct statvfs room {};
  if (::statvfs(folder_.c_str(), &room) == 0 &&
      static_cast<double>(room.f_bavail) * static_cast<double>(room.f_frsize) < static_cast<double>(bytes))
    fail(folder_, what, ENOSPC);
  descriptor_ = open_unnamed(folder_);
  if (descriptor_ < 0) fail(folder_, what, errno);
  // Reserved now, so that a full disk is met before the work and not after it; not every file system can.
  if (::fallocate(descriptor_, 0, 0, static_cast<off_t>(bytes)) != 0 && errno != EOPNOTSUPP && errno != ENOSYS) {
    const int code = errno;
    ::close(descriptor_);
    fail(folder_, what, code);
  }
}

ScratchFile::~ScratchFile() { ::close(descriptor_); }

void ScratchFile::write(std::uint64_t offset, std::span<const std::byte> data) {
  while (!data.empty()) {
    const ssize_t done = ::pwrite(descriptor_, data.data(), data.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) fail(folder_, "cannot write per-trial columns", done < 0 ? errno : EIO);
    data = data.subspan(static_cast<std::size_t>(done));
    offset += static_cast<std::uint64_t>(done);
  }
}

void ScratchFile::read(std::uint64_t offset, std::span<std::byte> data) const {
  while (!data.empty()) {
    const ssize_t done = ::pread(descriptor_, data.data(), data.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) fail(folder_, "cannot read per-trial columns again", done < 0 ? errno : EIO);
    data = data.subspan(static_cast<std::size_t>(done));
    offset += static_cast<std::uint64_t>(done);
  }
}

}  // namespace delcredere
