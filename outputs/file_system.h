#pragma once
// The few calls that put a file on a disk, behind a seam: tests make each of them fail.

#include <sys/types.h>

#include <cstddef>
#include <string>

namespace delcredere {

enum class PathKind { missing, file, read_only_file, directory, dangling_link, other };

/// What is at a path. `real_path` has every symbolic link resolved (the path itself where nothing is there).
struct PathStatus {
  PathKind kind = PathKind::missing;
  std::string real_path;
  int error = 0;  ///< errno when nothing could be found out, else 0
};

/// Every call returns what the system returns, or -errno when it failed.
class FileSystem {
 public:
  virtual ~FileSystem() = default;
  virtual PathStatus status(const std::string& path) = 0;
  virtual int writable_folder(const std::string& path) = 0;  ///< 0 when files can be made in it
  virtual int create_new(const std::string& path) = 0;       ///< a descriptor of a file that was not there before
  /// A descriptor of a new file in a folder without a name there: it is gone with its process. -EOPNOTSUPP where files
  /// cannot be made so.
  virtual int create_unnamed(const std::string& folder) = 0;
  virtual int name(int descriptor, const std::string& path) = 0;  ///< gives such a file a name that is not there yet
  virtual ssize_t write(int descriptor, const std::byte* bytes, std::size_t length) = 0;
  virtual int fsync(int descriptor) = 0;
  virtual int close(int descriptor) = 0;
  virtual int rename(const std::string& from, const std::string& to) = 0;      ///< replaces `to`
  virtual int rename_new(const std::string& from, const std::string& to) = 0;  ///< -EEXIST when `to` is there
  virtual int fsync_folder(const std::string& path) = 0;
  virtual int unlink(const std::string& path) = 0;
};

/// The real one.
FileSystem& posix_file_system();

}  // namespace delcredere
