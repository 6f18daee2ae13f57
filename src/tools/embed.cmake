# Writes OUT, a C file with the text of each of FILES as a string named script_NAME: as a word of a command that the kubelet
# expands, a dollar before another or a parenthesis doubled.
set(c "#include \"scripts.h\"\n")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  if(bytes MATCHES "0x24,0x24,(0x24|0x28)")
    message(FATAL_ERROR "${file}: three dollars, or two and a parenthesis, are not handled here")
  endif()
  string(REGEX REPLACE "0x24,(0x24|0x28)" "0x24,0x24,\\1" bytes "${bytes}")
  string(APPEND c "\nconst char script_${name}[] = {${bytes}0};\n")
endforeach()
file(WRITE ${OUT} "${c}")
