# What cpack puts into a package, as the kinds of package want it.
set(share ${CPACK_TEMPORARY_DIRECTORY}/usr/share)
set(changelog ${share}/doc/podclone/CHANGELOG.md)

if(CPACK_GENERATOR STREQUAL "RPM")
  execute_process(
    COMMAND ${CPACK_PODCLONE_CHANGES} rpm ${changelog}
    OUTPUT_FILE ${CPACK_RPM_CHANGELOG_FILE} COMMAND_ERROR_IS_FATAL ANY)
endif()

# Manuals are compressed, and so are the links to them.
file(GLOB manuals ${share}/man/man*/*)
foreach(manual IN LISTS manuals)
  if(IS_SYMLINK ${manual})
    file(READ_SYMLINK ${manual} target)
    file(REMOVE ${manual})
    file(CREATE_LINK ${target}.gz ${manual}.gz SYMBOLIC)
  else()
    execute_process(COMMAND gzip -9n ${manual} COMMAND_ERROR_IS_FATAL ANY)
  endif()
endforeach()

# Debian's policy asks for its own form of the changes, and for the licence as copyright; its zsh looks elsewhere.
if(CPACK_GENERATOR STREQUAL "DEB")
  execute_process(
    COMMAND ${CPACK_PODCLONE_CHANGES} debian ${changelog}
    OUTPUT_FILE ${share}/doc/podclone/changelog COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND gzip -9n ${share}/doc/podclone/changelog COMMAND_ERROR_IS_FATAL ANY)
  file(REMOVE ${changelog})
  file(RENAME ${share}/doc/podclone/LICENSE ${share}/doc/podclone/copyright)
  file(RENAME ${share}/zsh/site-functions ${share}/zsh/vendor-completions)
endif()

# Readable by all, whatever the umask.
set(all_read OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
file(CHMOD_RECURSE ${CPACK_TEMPORARY_DIRECTORY}
     DIRECTORY_PERMISSIONS ${all_read} OWNER_EXECUTE GROUP_EXECUTE WORLD_EXECUTE)
file(GLOB made ${share}/doc/podclone/* ${share}/man/man*/*)
file(CHMOD ${made} PERMISSIONS ${all_read})
