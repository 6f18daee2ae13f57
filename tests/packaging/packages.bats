# The .deb and the .rpm that cpack makes.
load ../plugin/helper

# One cpack for all, with a umask that must not show.
setup_file() {
    umask 077
    cd "$BATS_FILE_TMPDIR" || exit
    generators=
    ! { command -v dpkg-shlibdeps && command -v file; } >/dev/null || generators=DEB
    ! command -v rpmbuild >/dev/null || generators=${generators:+$generators;}RPM
    [ "$generators" ] || return 0
    cpack --config "$BUILD/CPackConfig.cmake" -G "$generators" -B "$PWD" >log 2>&1 || { cat log && return 1; }
}

setup() {
    cluster
    cd "$BATS_FILE_TMPDIR" || exit
}

manuals='share/man/man1/kdd.1.gz
share/man/man1/kubectl-podclone.1.gz
share/man/man1/kubectl_complete-podclone.1.gz
share/man/man1/podclone.1.gz
share/man/man7/podclone.7.gz'
files="bin/kdd
bin/kubectl-podclone
bin/kubectl_complete-podclone
bin/podclone
share/bash-completion/completions/kdd
share/bash-completion/completions/podclone
share/doc/podclone/CHANGELOG.md
share/doc/podclone/LICENSE
share/doc/podclone/README.md
share/doc/podclone/k9s-plugins.yaml
share/doc/podclone/rbac.yaml
share/fish/vendor_completions.d/kdd.fish
share/fish/vendor_completions.d/podclone.fish
$manuals
share/zsh/site-functions/_kdd
share/zsh/site-functions/_podclone"
version=$(sed -n 's/^project(podclone VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")

# files_below DIRECTORY: all of them; its directories are for everybody.
files_below() {
    (cd "$1" && find . ! -type d | sed 's,^./,,' | LC_ALL=C sort)
    find "$1" -mindepth 1 -type d ! -perm 755 -printf 'not for everybody: %P\n'
}

# Debian's policy has its own names for the licence and the changes, its zsh for the completions.
as_debian_has_them() {
    sed 's,/LICENSE$,/copyright,; s,/CHANGELOG.md,/changelog.gz,; s,site-functions,vendor-completions,' <<<"$files" |
        LC_ALL=C sort
}

# works BIN-DIRECTORY: podclone and its wrapper run from there.
works() {
    is "$("$1/podclone" -V)" "$("$PODCLONE" -V)"
    PATH=$plugin/bin:/usr/bin:/bin run --separate-stderr "$1/kdd" --dry-run cart-x </dev/null
    is "$status" 0
    has "$output" 'name: debug-cart-'
}

@test "the .deb: installs, runs, and leaves nothing when it is removed" {
    ls podclone_*.deb >/dev/null 2>&1 || skip 'no dpkg-dev, or no file'
    [ "$(id -u)" = 0 ] || skip 'not root'
    scratch=$BATS_TEST_TMPDIR/root
    mkdir -p "$scratch/var/lib/dpkg/info" "$scratch/var/lib/dpkg/updates"
    touch "$scratch/var/lib/dpkg/status"
    # The libraries are those of this machine: the scratch root has none.
    dpkg --root="$scratch" --force-depends -i podclone_*.deb >log 2>&1 || { cat log && return 1; }
    is "$(dpkg --root="$scratch" -s podclone | grep Status)" 'Status: install ok installed'
    is "$(files_below "$scratch/usr")" "$(as_debian_has_them)"
    works "$scratch/usr/bin"
    is "$(stat -c %a "$scratch/usr/bin/podclone" "$scratch/usr/bin/kubectl-podclone" | uniq)" 755
    gunzip -c "$scratch/usr/share/man/man1/kdd.1.gz" | cmp - "$root/man/kubectl-podclone.1"
    dpkg --root="$scratch" -P podclone >log 2>&1 || { cat log && return 1; }
    is "$(find "$scratch" -name '*podclone*' -o -name 'kdd*')" ''
    [ ! -e "$scratch/usr" ]
}

@test "the .deb depends on the libraries it is linked with" {
    ls podclone_*.deb >/dev/null 2>&1 || skip 'no dpkg-dev, or no file'
    has "$(dpkg-deb -f podclone_*.deb Depends)" libyaml-0-2
    has "$(dpkg-deb -f podclone_*.deb Depends)" libc6
}

@test "the .deb has no file twice, and a changelog that begins with this version" {
    ls podclone_*.deb >/dev/null 2>&1 || skip 'no dpkg-dev, or no file'
    dpkg-deb -x podclone_*.deb "$BATS_TEST_TMPDIR/deb"
    is "$(find "$BATS_TEST_TMPDIR/deb" -type f -exec sha256sum {} + | sort | uniq -w 64 -d)" ''
    is "$(gunzip -c "$BATS_TEST_TMPDIR/deb/usr/share/doc/podclone/changelog.gz" | head -n 1)" \
        "podclone ($version) unstable; urgency=medium"
}

@test "lintian finds nothing" {
    ls podclone_*.deb >/dev/null 2>&1 || skip 'no dpkg-dev, or no file'
    needs lintian
    run lintian --allow-root --fail-on error,warning podclone_*.deb
    is "$status $output" '0 '
}

@test "rpmlint finds nothing" {
    ls podclone-*.rpm >/dev/null 2>&1 || skip 'no rpmbuild'
    needs rpmlint
    has "$(rpmlint -c "$root/packaging/rpmlint.toml" podclone-*.rpm)" '0 errors, 0 warnings'
}

@test "the .rpm has everything" {
    ls podclone-*.rpm >/dev/null 2>&1 || skip 'no rpmbuild'
    is "$(rpm -qlp podclone-*.rpm | grep -v -e build-id -e '/doc/podclone$' | sed 's,^/usr/,,' | LC_ALL=C sort)" "$files"
    has "$(rpm -qp --requires podclone-*.rpm)" libyaml
    is "$(rpm -qp --qf '[%{FILEMODES:perms}\n]' podclone-*.rpm | grep '^d' | sort -u)" drwxr-xr-x
    has "$(rpm -qp --qf '%{DESCRIPTION}' podclone-*.rpm)" 'kubectl podclone'
    is "$(rpm -qp --qf '%{LICENSE}' podclone-*.rpm)" ISC
    has "$(rpm -qp --changelog podclone-*.rpm | head -n 1)" " - $version-1"
}

@test "the .rpm: installs, runs, and leaves nothing when it is removed" {
    ls podclone-*.rpm >/dev/null 2>&1 || skip 'no rpmbuild'
    [ "$(id -u)" = 0 ] || skip 'not root'
    scratch=$BATS_TEST_TMPDIR/root
    rpm --root "$scratch" --nodeps -i podclone-*.rpm >log 2>&1 || { cat log && return 1; }
    is "$(files_below "$scratch/usr" | grep -v build-id)" "$files"
    works "$scratch/usr/bin"
    rpm --root "$scratch" --nodeps -e podclone >log 2>&1 || { cat log && return 1; }
    is "$(find "$scratch" -name '*podclone*' -o -name 'kdd*')" ''
}

@test "-V: the version and the commit of a checkout, the version alone of a release" {
    commit=$(git -C "$root" rev-parse --short HEAD 2>/dev/null) || skip 'not a git checkout'
    [ -e "$root/.git" ] || skip 'not a git checkout'
    cmake --build "$BUILD" --target podclone >log 2>&1 || { cat log && return 1; }
    is "$("$BUILD/podclone" -V | head -n 1)" "podclone $version ($commit)"
    mkdir "$BATS_TEST_TMPDIR/release"
    (cd "$root" && tar -c CHANGELOG.md CMakeLists.txt LICENSE README.md cmake man packaging src) | tar -x -C "$BATS_TEST_TMPDIR/release"
    cmake -S "$BATS_TEST_TMPDIR/release" -B "$BATS_TEST_TMPDIR/release/build" -DBUILD_TESTING=OFF >log 2>&1 || { cat log && return 1; }
    grep -rqF "PODCLONE_VERSION=\\\"$version\\\"" "$BATS_TEST_TMPDIR/release/build/CMakeFiles/podclone.dir/flags.make" ||
        { cmake --build "$BATS_TEST_TMPDIR/release/build" -j 2 >log && is "$("$BATS_TEST_TMPDIR/release/build/podclone" -V | head -n 1)" "podclone $version"; }
}

@test "configuring warns where there is no libseccomp or no libfyaml, and goes on" {
    mkdir "$BATS_TEST_TMPDIR/known"
    cp "$(pkg-config --variable=pcfiledir yaml-0.1)/yaml-0.1.pc" "$BATS_TEST_TMPDIR/known"
    PKG_CONFIG_PATH='' PKG_CONFIG_LIBDIR=$BATS_TEST_TMPDIR/known run cmake -S "$root" -B "$BATS_TEST_TMPDIR/build" -DBUILD_TESTING=OFF
    is "$status" 0
    has "$output" 'libseccomp was not found: this podclone will have no sandbox'
    has "$output" 'libfyaml was not found: this podclone will refuse --verify'
}
