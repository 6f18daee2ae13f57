# .deb and .rpm, by cpack. Archives are packaging/archive.sh's.
set(packaging ${CMAKE_CURRENT_SOURCE_DIR}/packaging)
set(CPACK_GENERATOR DEB RPM)
set(CPACK_PACKAGE_NAME podclone)
set(CPACK_PACKAGE_VENDOR "the podclone developers")
set(CPACK_PACKAGE_CONTACT "the podclone developers <podclone@example.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "debug clones of dead Kubernetes Pods")
set(CPACK_PACKAGE_DESCRIPTION "A Pod dies again and again: podclone turns its manifest into that of a
clone that lives, with a shell in it. kubectl podclone does all of it: gets
the Pod, creates the clone, and enters it.")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_CURRENT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${packaging}/stage.cmake)
set(CPACK_PODCLONE_CHANGES ${packaging}/changes.sh)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "kubectl | kubernetes-client, fzf")

set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_PACKAGE_SUMMARY "Debug clones of dead Kubernetes Pods")
set(CPACK_RPM_SPEC_MORE_DEFINE "%define packager ${CPACK_PACKAGE_CONTACT}")
set(CPACK_RPM_PACKAGE_LICENSE ISC)
set(CPACK_RPM_PACKAGE_DESCRIPTION ${CPACK_PACKAGE_DESCRIPTION})
set(CPACK_RPM_CHANGELOG_FILE ${CMAKE_CURRENT_BINARY_DIR}/changes.rpm)
# The directories are not podclone's.
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION
    /usr/share/man /usr/share/man/man1 /usr/share/man/man7 /usr/share/bash-completion
    /usr/share/bash-completion/completions /usr/share/fish /usr/share/fish/vendor_completions.d /usr/share/zsh
    /usr/share/zsh/site-functions)
include(CPack)
