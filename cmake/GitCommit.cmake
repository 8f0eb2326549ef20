# Run at build time: fills the commit into the build info. "unknown" without git or without a repository of our own.
set(commit "unknown")
if(EXISTS ${SOURCE}/.git)
  find_program(GIT git)
  if(GIT)
    # A clone that belongs to someone else is fine to read: nothing of it is run.
    set(git ${GIT} -c safe.directory=* -C ${SOURCE})
    execute_process(COMMAND ${git} rev-parse HEAD OUTPUT_VARIABLE head RESULT_VARIABLE failed ERROR_QUIET
                    OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(NOT failed)
      set(commit ${head})
      execute_process(COMMAND ${git} diff --quiet HEAD RESULT_VARIABLE dirty ERROR_QUIET OUTPUT_QUIET)
      if(dirty)
        string(APPEND commit "-dirty")
      endif()
    endif()
  endif()
endif()
set(GIT_COMMIT ${commit})
configure_file(${TEMPLATE} ${HEADER} @ONLY)  # leaves the file alone when nothing changed
