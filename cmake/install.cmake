# What is installed, and where.

# Completions from the program's own table of options.
set(completions ${CMAKE_CURRENT_BINARY_DIR}/completions)
file(MAKE_DIRECTORY ${completions})
set(make_completion ${CMAKE_CURRENT_SOURCE_DIR}/packaging/completions.sh)
set(runs_here ${PODCLONE_ON_HOST})
if(NOT runs_here)
  set(runs_here $<TARGET_FILE:podclone>)
endif()
add_custom_command(
  OUTPUT ${completions}/podclone ${completions}/_podclone ${completions}/podclone.fish
  COMMAND ${make_completion} ${runs_here} ${completions}
  DEPENDS podclone ${make_completion}
  VERBATIM)
add_custom_target(completions ALL DEPENDS ${completions}/podclone)

# kdd is kubectl-podclone by a short name; one manual tells of all that belongs to it.
function(link name target)
  file(CREATE_LINK ${target} ${CMAKE_CURRENT_BINARY_DIR}/${name} SYMBOLIC)
endfunction()
link(kdd kubectl-podclone)
link(kdd.1 kubectl-podclone.1)
link(kubectl_complete-podclone.1 kubectl-podclone.1)

install(TARGETS podclone)
install(PROGRAMS src/plugin/kubectl-podclone src/plugin/kubectl_complete-podclone ${CMAKE_CURRENT_BINARY_DIR}/kdd
        TYPE BIN)
install(FILES man/podclone.1 man/kubectl-podclone.1 ${CMAKE_CURRENT_BINARY_DIR}/kdd.1
        ${CMAKE_CURRENT_BINARY_DIR}/kubectl_complete-podclone.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES man/podclone.7 DESTINATION ${CMAKE_INSTALL_MANDIR}/man7)
install(FILES ${completions}/podclone DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${completions}/podclone.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES ${completions}/_podclone DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES packaging/kdd/kdd.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME kdd)
install(FILES packaging/kdd/kdd.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES packaging/kdd/_kdd DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES CHANGELOG.md LICENSE README.md packaging/rbac.yaml packaging/k9s-plugins.yaml TYPE DOC)
