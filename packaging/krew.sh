#!/bin/sh
# Fills the krew manifest for an archive that cpack made of the static build: krew.sh ARCHIVE URL >podclone.yaml
set -eu
[ $# = 2 ] || {
    echo "usage: $0 podclone-VERSION-OS-ARCH.tar.gz URL-OF-ITS-DIRECTORY >podclone.yaml" >&2
    exit 2
}
archive=${1##*/}
name=${archive%.tar.gz}
arch=${name##*-}
name=${name%-*}
os=${name##*-}
name=${name%-*}
version=${name#podclone-}
case $archive in
podclone-?*-?*-?*.tar.gz) ;;
*)
    echo "$0: $archive is not podclone-VERSION-OS-ARCH.tar.gz" >&2
    exit 2
    ;;
esac
sum=$(sha256sum <"$1")
url=$(printf '%s\n' "${2%/}" | sed 's/[&|\\]/\\&/g')
sed -e "s|@VERSION@|$version|" -e "s|@OS@|$os|" -e "s|@ARCH@|$arch|" -e "s|@URL@|$url|" \
    -e "s|@ARCHIVE@|$archive|" -e "s|@SHA256@|${sum%% *}|" "$(dirname "$0")/krew.yaml.in"
