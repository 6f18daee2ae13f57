# Writes OUT, a C file with the text of each of FILES as a string named script_NAME.
set(c "#include \"scripts.h\"\n")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND c "\nconst char script_${name}[] = {${bytes}0};\n")
endforeach()
file(WRITE ${OUT} "${c}")
