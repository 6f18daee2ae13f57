# What goes into a package, whatever the umask.
file(CHMOD_RECURSE ${CPACK_TEMPORARY_DIRECTORY}
     DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

# Debian's policy asks for compressed manuals, and for the licence as copyright.
if(CPACK_GENERATOR STREQUAL "DEB")
  set(share ${CPACK_TEMPORARY_DIRECTORY}/usr/share)
  file(RENAME ${share}/doc/podclone/LICENSE ${share}/doc/podclone/copyright)
  execute_process(COMMAND gzip -9n podclone.1 kubectl-podclone.1 WORKING_DIRECTORY ${share}/man/man1 COMMAND_ERROR_IS_FATAL ANY)
  file(REMOVE ${share}/man/man1/kdd.1)
  file(CREATE_LINK kubectl-podclone.1.gz ${share}/man/man1/kdd.1.gz SYMBOLIC)
endif()
