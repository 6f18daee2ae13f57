load helper

# One cpack for all, with a umask that must not show.
setup_file() {
    umask 077
    cd "$BATS_FILE_TMPDIR" || exit
    generators=TGZ
    ! command -v dpkg-shlibdeps >/dev/null || generators="$generators;DEB"
    ! command -v rpmbuild >/dev/null || generators="$generators;RPM"
    cpack --config "${BUILD:-$(cd "$BATS_TEST_DIRNAME/../.." && pwd)/build/release}/CPackConfig.cmake" -G "$generators" -B "$PWD" >log 2>&1 ||
        { cat log && return 1; }
}

setup() {
    cluster
    cd "$BATS_FILE_TMPDIR" || exit
}

files='bin/kdd
bin/kubectl-podclone
bin/kubectl_complete-podclone
bin/podclone
share/bash-completion/completions/kdd
share/bash-completion/completions/podclone
share/doc/podclone/LICENSE
share/doc/podclone/README.md
share/doc/podclone/k9s-plugins.yaml
share/doc/podclone/rbac.yaml
share/fish/vendor_completions.d/kdd.fish
share/fish/vendor_completions.d/podclone.fish
share/man/man1/kdd.1
share/man/man1/kubectl-podclone.1
share/man/man1/podclone.1
share/zsh/site-functions/_kdd
share/zsh/site-functions/_podclone
share/zsh/vendor-completions/_kdd
share/zsh/vendor-completions/_podclone'

# files_below DIRECTORY: all of them; its directories are for everybody.
files_below() {
    (cd "$1" && find . ! -type d | sed 's,^./,,' | LC_ALL=C sort)
    find "$1" -mindepth 1 -type d ! -perm 755 -printf 'not for everybody: %P\n'
}

# Debian's policy: the licence is the copyright file, manuals are compressed.
as_debian_has_them() { sed 's,/LICENSE$,/copyright,; s,\(man1/.*\),\1.gz,' <<<"$files" | LC_ALL=C sort; }

# works BIN-DIRECTORY: podclone and its wrapper run from there.
works() {
    is "$("$1/podclone" -V)" "$("$PODCLONE" -V)"
    PATH=$plugin/bin:/usr/bin:/bin run --separate-stderr "$1/kdd" --dry-run cart-x </dev/null
    is "$status" 0
    has "$output" 'name: debug-cart-'
}

@test "the .deb: installs, runs, and leaves nothing when it is removed" {
    ls podclone_*.deb >/dev/null 2>&1 || skip 'no dpkg-shlibdeps'
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
    ls podclone_*.deb >/dev/null 2>&1 || skip 'no dpkg-shlibdeps'
    has "$(dpkg-deb -f podclone_*.deb Depends)" libyaml-0-2
    has "$(dpkg-deb -f podclone_*.deb Depends)" libc6
}

@test "the .deb has no error that lintian knows, but for the changelog" {
    ls podclone_*.deb >/dev/null 2>&1 || skip 'no dpkg-shlibdeps'
    command -v lintian >/dev/null || skip 'no lintian'
    lintian --allow-root --fail-on error --suppress-tags no-changelog podclone_*.deb
}

@test "the .rpm has everything" {
    ls podclone-*.rpm >/dev/null 2>&1 || skip 'no rpmbuild'
    is "$(rpm -qlp podclone-*.rpm | grep -v -e build-id -e '/doc/podclone$' | sed 's,^/usr/,,' | LC_ALL=C sort)" "$files"
    has "$(rpm -qp --requires podclone-*.rpm)" libyaml
    is "$(rpm -qp --qf '[%{FILEMODES:perms}\n]' podclone-*.rpm | grep '^d' | sort -u)" drwxr-xr-x
    has "$(rpm -qp --qf '%{DESCRIPTION}' podclone-*.rpm)" 'kubectl podclone'
    is "$(rpm -qp --qf '%{LICENSE}' podclone-*.rpm)" ISC
}

@test "the .tgz has everything, and runs where it is unpacked" {
    tar -xzf podclone-*.tar.gz -C "$BATS_TEST_TMPDIR"
    top=$(echo "$BATS_TEST_TMPDIR"/podclone-*)
    is "$(files_below "$top")" "$files"
    works "$top/bin"
}

# krew_takes MANIFEST: what krew's own validation asks for, and no field that it does not know.
krew_takes() {
    command -v jq >/dev/null || return 0
    cc -o "$BATS_TEST_TMPDIR/yaml2json" "$root/tests/model/yaml2json.c" -lyaml
    "$BATS_TEST_TMPDIR/yaml2json" <<<"$1" | jq -e '
        def only($names): (keys_unsorted - $names) == [];
        only(["apiVersion", "kind", "metadata", "spec"])
        and .apiVersion == "krew.googlecontainertools.github.com/v1alpha2" and .kind == "Plugin"
        and .metadata == {name: "podclone"}
        and (.spec | only(["version", "homepage", "shortDescription", "description", "caveats", "platforms"])
            and (.version | test("^v[0-9]+[.][0-9]+[.][0-9]+$")) and (.homepage | test("^https://"))
            and (.shortDescription | test("^[^\r\n]{1,50}$"))
            and (.platforms | length > 0 and all(.[];
                only(["selector", "uri", "sha256", "files", "bin"])
                and (.selector | only(["matchLabels"])) and (.selector.matchLabels | keys == ["arch", "os"])
                and (.uri | test("^https://.*[.]tar[.]gz$")) and (.sha256 | type == "string" and test("^[a-f0-9]{64}$"))
                and (.files | length > 0 and all(.[]; keys == ["from", "to"] and .from != "" and .to != ""))
                and .bin == "kubectl-podclone")))' >/dev/null || { printf '%s\n' "$1" && return 1; }
}

@test "static: one file, no shared libraries; krew's manifest and layout" {
    # Without the optimizer, which is not what is tested.
    (cd "$root" && cmake --preset static -B "$BATS_TEST_TMPDIR/static" -DCMAKE_BUILD_TYPE=Debug) >log 2>&1 || { cat log && return 1; }
    cmake --build "$BATS_TEST_TMPDIR/static" -j 2 >log 2>&1 || { cat log && return 1; }
    static=$BATS_TEST_TMPDIR/static/podclone
    fails ldd "$static"
    [ -z "$(readelf -d "$static" 2>/dev/null | grep NEEDED)" ]
    "$static" -q "$FAKE/get.yaml" | diff - <("$PODCLONE" -q "$FAKE/get.yaml")

    cpack --config "$BATS_TEST_TMPDIR/static/CPackConfig.cmake" -G TGZ -B "$BATS_TEST_TMPDIR/out" >log 2>&1 || { cat log && return 1; }
    archive=$(echo "$BATS_TEST_TMPDIR"/out/podclone-*.tar.gz)
    manifest=$("$root/packaging/krew.sh" "$archive" https://example.com/v1/)
    sum=$(sha256sum <"$archive")
    has "$manifest" "sha256: \"${sum%% *}\""
    has "$manifest" "uri: https://example.com/v1/${archive##*/}"
    has "$manifest" "version: v$(sed -n 's/^project(podclone VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")"
    has_not "$manifest" @
    krew_takes "$manifest"

    # As krew installs: the files go to its store, and its bin has a link to the plug-in.
    mkdir -p "$BATS_TEST_TMPDIR/krew/store" "$BATS_TEST_TMPDIR/krew/bin" "$BATS_TEST_TMPDIR/unpacked"
    tar -xzf "$archive" -C "$BATS_TEST_TMPDIR/unpacked"
    sed -n 's/^ *- from: "\(.*\)"$/\1/p' <<<"$manifest" | while read -r glob; do
        # shellcheck disable=SC2086
        (cd "$BATS_TEST_TMPDIR/unpacked" && cp $glob "$BATS_TEST_TMPDIR/krew/store")
    done
    ln -s "$BATS_TEST_TMPDIR/krew/store/kubectl-podclone" "$BATS_TEST_TMPDIR/krew/bin/kubectl-podclone"
    PATH=$plugin/bin:/usr/bin:/bin run --separate-stderr "$BATS_TEST_TMPDIR/krew/bin/kubectl-podclone" --dry-run cart-x </dev/null
    is "$status" 0
    has "$output" 'name: debug-cart-'
}

@test "a krew manifest of anything else is refused" {
    touch "$BATS_TEST_TMPDIR/other.tar.gz"
    run "$root/packaging/krew.sh" "$BATS_TEST_TMPDIR/other.tar.gz" https://example.com
    is "$status" 2
}

@test "-V: the version and the commit of a checkout, the version alone of a release" {
    commit=$(git -C "$root" rev-parse --short HEAD 2>/dev/null) || skip 'not a git checkout'
    [ -e "$root/.git" ] || skip 'not a git checkout'
    version=$(sed -n 's/^project(podclone VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")
    cmake --build "$BUILD" --target podclone >log 2>&1 || { cat log && return 1; }
    is "$("$BUILD/podclone" -V | head -n 1)" "podclone $version ($commit)"
    mkdir "$BATS_TEST_TMPDIR/release"
    (cd "$root" && tar -c CMakeLists.txt LICENSE README.md cmake man packaging src) | tar -x -C "$BATS_TEST_TMPDIR/release"
    cmake -S "$BATS_TEST_TMPDIR/release" -B "$BATS_TEST_TMPDIR/release/build" -DBUILD_TESTING=OFF >log 2>&1 || { cat log && return 1; }
    grep -rqF "PODCLONE_VERSION=\\\"$version\\\"" "$BATS_TEST_TMPDIR/release/build/CMakeFiles/podclone.dir/flags.make" ||
        { cmake --build "$BATS_TEST_TMPDIR/release/build" -j 2 >log && is "$("$BATS_TEST_TMPDIR/release/build/podclone" -V | head -n 1)" "podclone $version"; }
}

@test "the manual has every option of --help, and no other" {
    kubectl-podclone --help | grep '^  ' | grep -v '^          ' | grep -oE -- '(^|[ ,])--[a-z-]+' | tr -d ' ,' | sort >"$BATS_TEST_TMPDIR/help"
    grep '^\.It Fl' "$root/man/kubectl-podclone.1" | grep -oE 'Fl -[a-z-]+' | sed 's/^Fl /-/' | sort >"$BATS_TEST_TMPDIR/man"
    [ -s "$BATS_TEST_TMPDIR/help" ]
    diff "$BATS_TEST_TMPDIR/help" "$BATS_TEST_TMPDIR/man"
    # Their letters too.
    kubectl-podclone --help | grep '^  ' | grep -oE -- ' -[A-Za-z],' | tr -d ' ,-' | sort >"$BATS_TEST_TMPDIR/help"
    sed -n 's/^\.It Fl \([A-Za-z]\) .*/\1/p' "$root/man/kubectl-podclone.1" | sort | diff "$BATS_TEST_TMPDIR/help" -
}

@test "the Role and the ClusterRole, and the plug-ins of k9s, are what kubectl and k9s read" {
    needs jq
    cc -o "$BATS_TEST_TMPDIR/yaml2json" "$root/tests/model/yaml2json.c" -lyaml
    "$BATS_TEST_TMPDIR/yaml2json" <"$root/packaging/rbac.yaml" | jq -es '
        [.[].kind] == ["Role", "ClusterRole"] and (.[0].rules == .[1].rules[:-1])
        and all(.[].rules[]; (keys == ["apiGroups", "resources", "verbs"]) and all(.[]; type == "array" and length > 0))'
    "$BATS_TEST_TMPDIR/yaml2json" <"$root/packaging/k9s-plugins.yaml" | jq -e '
        .plugins | length == 3 and all(.[]; keys == ["args", "background", "command", "description", "scopes", "shortCut"]
            and .args[0] == "podclone" and .args[-1] == "--rm")'
    # The wrapper takes those words.
    "$BATS_TEST_TMPDIR/yaml2json" <"$root/packaging/k9s-plugins.yaml" | jq -r '.plugins[].args | .[1:] | join(" ")' | while read -r words; do
        # shellcheck disable=SC2046
        set -- $(sed 's,\$RESOURCE_NAME/,deployments/,; s/\$[A-Z]*/x/g' <<<"$words")
        podclone --shell-options --shell-options "$@" >/dev/null
    done
}

@test "every call of kubectl is allowed by the Role" {
    needs jq
    cc -o "$BATS_TEST_TMPDIR/yaml2json" "$root/tests/model/yaml2json.c" -lyaml
    "$BATS_TEST_TMPDIR/yaml2json" <"$root/packaging/rbac.yaml" | jq -r 'select(.kind == "Role").rules[] | .verbs[] as $v | .resources[] | "\($v) \(.)"' >"$BATS_TEST_TMPDIR/allowed"
    # kubectl's verbs in the wrapper, and what the API calls them.
    sed -n 's/.*\<\(ask\|kube\) \(get\|create\|delete\|exec\|attach\|logs\) \([a-z]*\).*/\2 \3/p' "$root/src/plugin/kubectl-podclone" | sort -u |
        while read -r verb what; do
            case $verb:$what in
            get:pods | get:events | get:jobs) echo "list $what" ;;
            get:* | delete:) echo "get pods" ;;
            create:* | delete:*) echo "$verb pods" ;;
            exec:* | attach:*) echo "create pods/$verb" ;;
            logs:*) echo 'get pods/log' ;;
            esac
        done | sort -u >"$BATS_TEST_TMPDIR/needed"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/needed")" -ge 8 ]
    is "$(grep -vxFf "$BATS_TEST_TMPDIR/allowed" "$BATS_TEST_TMPDIR/needed")" ''
}
