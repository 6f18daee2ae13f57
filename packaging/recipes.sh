#!/bin/sh
# Beside the archives in a directory, krew's manifest (podclone.yaml), a Homebrew formula (podclone.rb) and an APKBUILD:
# recipes.sh DIRECTORY [URL-IT-WILL-HAVE]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
value_of() { sed -n "s/^.*$1 \([^ )]*\).*/\1/p" "$here/../CMakeLists.txt" | head -n 1; }
version=$(value_of 'project(podclone VERSION')
home=$(value_of HOMEPAGE_URL)
url=${2:-$home/releases/download/v$version}
url=${url%/}

sum() { "$1sum" <"$2" | cut -d ' ' -f 1; }

# platform OS-ARCH: krew's entry for its archive.
platform() {
    archive=podclone-$version-$1.tar.gz
    cat <<END
  - selector:
      matchLabels:
        os: ${1%-*}
        arch: ${1#*-}
    uri: $url/$archive
    sha256: "$(sum sha256 "$archive")"
    files:
    - from: "*/bin/*podclone"
      to: .
    - from: "*/share/doc/podclone/LICENSE"
      to: .
    - from: "*/share/doc/podclone/licences"
      to: .
    bin: kubectl-podclone
END
}

fill() {
    sed -e "s|@VERSION@|$version|g" -e "s|@HOME@|$(quoted "$home")|g" -e "s|@URL@|$(quoted "$url")|g" "$@"
}

quoted() { printf '%s\n' "$1" | sed 's/[&|\\]/\\&/g'; }

for system in linux-amd64 linux-arm64 darwin-amd64 darwin-arm64; do
    [ ! -f "podclone-$version-$system.tar.gz" ] || platform "$system"
done >platforms
[ -s platforms ] || {
    echo "$0: $1 has no archive podclone-$version-OS-ARCH.tar.gz" >&2
    exit 1
}
fill -e '/@PLATFORMS@/{' -e 'r platforms' -e 'd' -e '}' "$here/krew.yaml.in" >podclone.yaml
rm platforms
source=podclone-$version.tar.gz
[ -f "$source" ] || exit 0
fill -e "s|@SHA256@|$(sum sha256 "$source")|" "$here/podclone.rb.in" >podclone.rb
fill -e "s|@SHA512@|$(sum sha512 "$source")|" "$here/APKBUILD.in" >APKBUILD
