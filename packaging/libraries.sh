#!/bin/sh
# The libraries of a release, from Debian's source packages, as their authors published them.
# libraries.sh fetch SOURCES                            asks apt for them, and checks their sums
# libraries.sh build SOURCES PREFIX CC AR LIBRARY...    compiles them into PREFIX, with pkg-config's files
# libraries.sh licences SOURCES DIRECTORY LIBRARY...    what they ask to be given along
set -eu

known='libyaml 0.2.5 fa240dbf262be053f3898006d502d514936c818e422afdcf33921c63bed9bf2e
libfyaml 0.7.12 485342c6920e9fdc2addfe75e5c3e0381793f18b339ab7393c1b6edf78bf8ca8
libseccomp 2.5.4 d82902400405cf0068574ef3dc1fe5f5926207543ba1ae6f8e7a1576351dcbdb'

die() {
    echo "$0: $*" >&2
    exit 1
}

version_of() { printf '%s\n' "$known" | sed -n "s/^$1 \([^ ]*\) .*/\1/p"; }

# From the places that apt knows, asked for sources; what apt knows itself is left alone.
fetch() {
    mkdir -p "$sources/apt/lists/partial" "$sources/apt/cache"
    cd "$sources"
    # shellcheck disable=SC2016 # apt's own variables
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' | sort -u |
        sed 's,^,deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ,' >apt/sources.list
    set -- -qq -o Dir::Etc::SourceList="$PWD/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::State::Lists="$PWD/apt/lists" -o Dir::Cache="$PWD/apt/cache" -o APT::Sandbox::User=root
    apt-get "$@" update
    printf '%s\n' "$known" | while read -r name version sum; do
        apt-get "$@" source --download-only --only-source "$name" </dev/null
        file=${name}_$version.orig.tar.gz
        [ -f "$file" ] || die "Debian has no $name $version here: releases are made on Debian 12"
        echo "$sum  $file" | sha256sum --check --quiet
        tar -xzf "$file"
    done
}

# compile LIBRARY PKG-CONFIG-NAME WORD...: the words are files to compile and the compiler's own.
compile() (
    library=$1 pc=$2 flags='-std=gnu11 -O2 -fstack-protector-strong -ffunction-sections -fdata-sections -DNDEBUG'
    shift 2
    mkdir -p "$prefix/obj/$library" "$prefix/lib/pkgconfig"
    cd "$prefix/obj/$library"
    for word; do
        case $word in
        *.c) printf '%s\n' "$word" ;;
        *) flags="$flags $word" ;;
        esac
    done >units
    # shellcheck disable=SC2086 # words
    xargs -n 1 -P "$(nproc)" "$cc" $flags -c <units
    "$ar" rcs "$prefix/lib/$library.a" ./*.o
    printf 'Name: %s\nDescription: %s\nVersion: %s\nLibs: -L%s -l%s\nCflags: -I%s\n' "$pc" "$pc" \
        "$(version_of "$library")" "$prefix/lib" "${library#lib}" "$prefix/include" >"$prefix/lib/pkgconfig/$pc.pc"
)

# Each library's own words are what its configure script would find on any system that a release is for.
build() {
    library=$1
    version=$(version_of "$library")
    here=$sources/$library-$version
    mkdir -p "$prefix/include"
    case $library in
    libyaml)
        compile "$library" yaml-0.1 -I"$here/include" -DYAML_VERSION_MAJOR=0 -DYAML_VERSION_MINOR=2 \
            -DYAML_VERSION_PATCH=5 -DYAML_VERSION_STRING="\"$version\"" "$here"/src/*.c
        ;;
    libfyaml)
        compile "$library" libfyaml -I"$here/include" -I"$here/src/lib" -I"$here/src/xxhash" -I"$here/src/valgrind" \
            -D_GNU_SOURCE -DVERSION="\"$version\"" -DHAVE_QSORT_R=0 "$here"/src/lib/*.c "$here"/src/xxhash/*.c
        ;;
    libseccomp)
        rm -f "$here/src/arch-syscall-dump.c"
        : >"$prefix/include/configure.h"
        compile "$library" libseccomp -I"$here/include" -I"$prefix/include" -DHAVE_LINUX_SECCOMP_H "$here"/src/*.c
        ;;
    *) die "$library is none of those known here" ;;
    esac
    cp "$here"/include/*.h "$prefix/include"
}

action=$1 sources=$2
shift 2
case $action in
fetch) fetch ;;
build)
    prefix=$1 cc=$2 ar=$3
    shift 3
    for library; do build "$library"; done
    ;;
licences)
    directory=$1
    shift
    mkdir -p "$directory"
    for library; do
        cp "$sources/$library-$(version_of "$library")"/L[Ii][Cc][Ee][Nn][Ss][Ee] "$directory/$library"
    done
    ;;
esac
