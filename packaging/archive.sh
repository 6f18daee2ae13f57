#!/bin/sh
# A directory as an archive, the same bytes every time: archive.sh DIRECTORY FILE.tar.gz
# Links become files: krew takes files and directories only. SOURCE_DATE_EPOCH is the time of all.
set -eu
: "${SOURCE_DATE_EPOCH:?is not set}"
tar -C "$(dirname "$1")" --sort=name --format=ustar --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
    --mode=u=rwX,go=rX --dereference --hard-dereference -cf "$2.part" "$(basename "$1")"
gzip -9n <"$2.part" >"$2"
rm "$2.part"
