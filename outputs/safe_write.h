#pragma once
// A file is there whole or not at all: written in its target's folder, synced, then renamed onto it. Where the file
// system can (O_TMPFILE), it has no name before it is complete: a process that is killed while writing leaves nothing.
// Killed between naming and renaming, or elsewhere, it leaves a file .delcredere-PID-N.tmp, which disturbs nothing.

#include <cstddef>
#include <span>
#include <string>

#include "outputs/file_system.h"

namespace delcredere {

enum class Overwrite { refuse, allow };

/// Throws Error(io) when the target could not be written anyway: it exists (unless `allow`), is read-only, a folder, a
/// device or a link to nothing, or its folder is missing or read-only. For asking before a long run.
void check_target(FileSystem& files, const std::string& path, Overwrite overwrite);

/// Writes the bytes to `path`, through a link to the file it means. Until the rename nothing at `path` changes, and
/// after any failure before it the temporary file is removed. With `refuse`, a file that another process put there
/// meanwhile is kept too. Throws Error(io) naming the step and the system's reason.
void write_safely(FileSystem& files, const std::string& path, std::span<const std::byte> bytes, Overwrite overwrite);

}  // namespace delcredere
