#include "outputs/file_system.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>

namespace delcredere {
namespace {

template <class Result>
Result or_error(Result result) {
  return result < 0 ? static_cast<Result>(-errno) : result;
}

class PosixFileSystem final : public FileSystem {
 public:
  PathStatus status(const std::string& path) override {
    struct stat link {};
    if (::lstat(path.c_str(), &link) != 0) {
      return {PathKind::missing, path, errno == ENOENT ? 0 : errno};
    }
    struct stat target {};
    if (::stat(path.c_str(), &target) != 0) return {PathKind::dangling_link, path, 0};
    const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
    PathStatus found{PathKind::other, real == nullptr ? path : std::string(real.get()), 0};
    if (S_ISDIR(target.st_mode)) found.kind = PathKind::directory;
    if (S_ISREG(target.st_mode)) {
      found.kind = (target.st_mode & 0222) == 0 ? PathKind::read_only_file : PathKind::file;
    }
    return found;
  }

  int writable_folder(const std::string& path) override {
    struct stat target {};
    if (::stat(path.c_str(), &target) != 0) return -errno;
    if (!S_ISDIR(target.st_mode)) return -ENOTDIR;
    return or_error(::access(path.c_str(), W_OK | X_OK));
  }

  int create_new(const std::string& path) override {
    return or_error(::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0666));
  }

  int create_unnamed(const std::string& folder) override {
    // Naming goes through /proc: as a descriptor's owner, without privileges.
    if (::access("/proc/self/fd", X_OK) != 0) return -EOPNOTSUPP;
    const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    // EISDIR and ENOENT: a system that knows nothing of such files took the folder itself for the file.
    if (descriptor < 0 && (errno == EISDIR || errno == ENOENT || errno == EINVAL)) return -EOPNOTSUPP;
    return or_error(descriptor);
  }

  int name(int descriptor, const std::string& path) override {
    const std::string own = "/proc/self/fd/" + std::to_string(descriptor);
    return or_error(::linkat(AT_FDCWD, own.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW));
  }

  ssize_t write(int descriptor, const std::byte* bytes, std::size_t length) override {
    return or_error(::write(descriptor, bytes, length));
  }

  int fsync(int descriptor) override { return or_error(::fsync(descriptor)); }
  int close(int descriptor) override { return or_error(::close(descriptor)); }

  int rename(const std::string& from, const std::string& to) override {
    return or_error(std::rename(from.c_str(), to.c_str()));
  }

  int rename_new(const std::string& from, const std::string& to) override {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return -errno;
    // The file system cannot rename without replacing; a hard link cannot replace either.
    if (::link(from.c_str(), to.c_str()) != 0) return -errno;
    ::unlink(from.c_str());
    return 0;
  }

  int fsync_folder(const std::string& path) override {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return -errno;
    const int result = or_error(::fsync(descriptor));
    ::close(descriptor);
    return result == -EINVAL ? 0 : result;  // some network file systems have no such call
  }

  int unlink(const std::string& path) override { return or_error(::unlink(path.c_str())); }
};

}  // namespace

FileSystem& posix_file_system() {
  static PosixFileSystem file_system;
  return file_system;
}

}  // namespace delcredere
