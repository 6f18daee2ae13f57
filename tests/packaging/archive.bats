# The archives of a release, what is written for them, and the container image: of a static build with this machine's compiler,
# for nothing may be fetched here. packaging/release.sh makes the real ones.
load ../plugin/helper

version=$(sed -n 's/^project(podclone VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")
name=podclone-$version-linux-amd64

setup_file() {
    cd "$BATS_FILE_TMPDIR" || exit
    # Without the optimizer, which is not what is tested.
    (cd "$root" && cmake --preset static -B "$BATS_FILE_TMPDIR/build" -DCMAKE_BUILD_TYPE=Debug) >log 2>&1 &&
        cmake --build build -j 2 >>log 2>&1 && cmake --install build --prefix "$PWD/$name" >>log 2>&1 || { cat log && return 1; }
    mkdir "$name/share/doc/podclone/licences" out
    cp "$root/LICENSE" "$name/share/doc/podclone/licences/libyaml"
    export SOURCE_DATE_EPOCH=1700000000
    "$root/packaging/archive.sh" "$PWD/$name" "$PWD/out/$name.tar.gz"
    touch "out/podclone-$version.tar.gz"
    # The other platforms' contents do not matter here, their sums do.
    for other in linux-arm64 darwin-amd64 darwin-arm64; do
        echo "$other" >"out/podclone-$version-$other.tar.gz"
    done
    "$root/packaging/recipes.sh" out https://example.com/v1/
}

setup() {
    cluster
    cd "$BATS_FILE_TMPDIR" || exit
}

@test "one file, no shared libraries" {
    fails ldd "$name/bin/podclone"
    is "$(readelf -d "$name/bin/podclone" 2>/dev/null | grep NEEDED)" ''
    "$name/bin/podclone" -q "$FAKE/get.yaml" | diff - <("$PODCLONE" -q "$FAKE/get.yaml")
}

@test "an archive has the same bytes whoever makes it, and when" {
    cp -R "$name" "$BATS_TEST_TMPDIR/$name"
    touch -d 2001-01-01 "$BATS_TEST_TMPDIR/$name/bin/podclone"
    chmod -R g+w,o-rwx "$BATS_TEST_TMPDIR/$name"
    (umask 077 && SOURCE_DATE_EPOCH=1700000000 "$root/packaging/archive.sh" "$BATS_TEST_TMPDIR/$name" "$BATS_TEST_TMPDIR/again")
    cmp "out/$name.tar.gz" "$BATS_TEST_TMPDIR/again"
}

@test "krew's manifest has the fields that krew knows, for four platforms, with their sums" {
    needs jq cc
    cc -o "$BATS_TEST_TMPDIR/yaml2json" "$root/tests/model/yaml2json.c" -lyaml
    "$BATS_TEST_TMPDIR/yaml2json" <out/podclone.yaml >"$BATS_TEST_TMPDIR/json"
    jq -e --arg version "v$version" '
        def only($names): (keys_unsorted - $names) == [];
        only(["apiVersion", "kind", "metadata", "spec"])
        and .apiVersion == "krew.googlecontainertools.github.com/v1alpha2" and .kind == "Plugin"
        and .metadata == {name: "podclone"}
        and (.spec | only(["version", "homepage", "shortDescription", "description", "caveats", "platforms"])
            and .version == $version and (.homepage | test("^https://"))
            and (.shortDescription | test("^[^\r\n]{1,50}$"))
            and all((.description, .caveats) | split("\n")[]; length <= 80)
            and ([.platforms[].selector | select(keys == ["matchLabels"]).matchLabels | "\(.os)-\(.arch)"]
                == ["linux-amd64", "linux-arm64", "darwin-amd64", "darwin-arm64"])
            and all(.platforms[]; only(["selector", "uri", "sha256", "files", "bin"])
                and (.selector.matchLabels | keys == ["arch", "os"])
                and (.sha256 | type == "string" and test("^[a-f0-9]{64}$"))
                and (.files | length > 0 and all(.[]; keys == ["from", "to"] and .from != "" and .to == "."))
                and .bin == "kubectl-podclone"))' "$BATS_TEST_TMPDIR/json"
    jq -r '.spec.platforms[] | "\(.sha256)  out/\(.uri | ltrimstr("https://example.com/v1/"))"' "$BATS_TEST_TMPDIR/json" |
        sha256sum --check --quiet
    has_not "$(cat out/podclone.yaml out/podclone.rb out/APKBUILD)" '@[A-Z]'
}

# krew_unpacks ARCHIVE DIRECTORY: files and directories only, and no path that leads out, as its extractor has it.
krew_unpacks() {
    is "$(tar -tvzf "$1" | grep -v '^[d-]')" '' && is "$(tar -tzf "$1" | grep -e '^/' -e '\.\.' -e '\\')" '' || return 1
    tar -xzf "$1" -C "$2"
}

# krew_moves FROM DIRECTORY: what a line `from` names, to the directory itself.
krew_moves() {
    (
        cd "$1" && shift
        for moved; do
            [ -e "$moved" ] || { echo "no files in the plugin archive matched the glob pattern=$moved" && exit 1; }
            mv "$moved" "$store"
        done
    )
}

@test "krew unpacks the archive, moves its files, and runs the plug-in by a link" {
    unpacked=$BATS_TEST_TMPDIR/unpacked store=$BATS_TEST_TMPDIR/krew/store
    mkdir -p "$unpacked" "$store" "$BATS_TEST_TMPDIR/krew/bin"
    krew_unpacks "out/$name.tar.gz" "$unpacked"
    is "$(ls "$unpacked")" "$name"
    sed -n '/arch: amd64/,/bin:/s/^ *- from: "\(.*\)"$/\1/p' out/podclone.yaml | sort -u | while read -r glob; do
        # shellcheck disable=SC2046,SC2086 # a glob's names have no blanks
        krew_moves "$unpacked" $(cd "$unpacked" && echo $glob)
    done
    is "$(ls "$store" | paste -sd ' ')" 'LICENSE kubectl-podclone kubectl_complete-podclone licences podclone'
    ln -s ../store/kubectl-podclone "$BATS_TEST_TMPDIR/krew/bin/kubectl-podclone"
    PATH=$plugin/bin:/usr/bin:/bin run --separate-stderr "$BATS_TEST_TMPDIR/krew/bin/kubectl-podclone" --dry-run cart-x </dev/null
    is "$status" 0
    has "$output" 'name: debug-cart-'
}

@test "an archive with links is refused by the same unpacking" {
    mkdir "$BATS_TEST_TMPDIR/links" "$BATS_TEST_TMPDIR/unpacked"
    ln -s /etc/passwd "$BATS_TEST_TMPDIR/links/kdd"
    tar -C "$BATS_TEST_TMPDIR" -czf "$BATS_TEST_TMPDIR/links.tar.gz" links
    fails krew_unpacks "$BATS_TEST_TMPDIR/links.tar.gz" "$BATS_TEST_TMPDIR/unpacked"
}

@test "recipes for no archive are refused" {
    run "$root/packaging/recipes.sh" "$BATS_TEST_TMPDIR" https://example.com
    is "$status" 1
    has "$output" 'has no archive'
}

@test "the Homebrew formula is Ruby" {
    needs ruby
    ruby -c out/podclone.rb
    sum=$(sha256sum <"out/podclone-$version.tar.gz")
    has "$(cat out/podclone.rb)" "sha256 \"${sum%% *}\""
}

@test "the Homebrew formula is as rubocop wants it" {
    needs rubocop
    rubocop --only Lint,Layout --except Layout/LineLength --config /dev/null out/podclone.rb
}

@test "the APKBUILD is a shell's" {
    needs shellcheck
    # Its variables are abuild's.
    shellcheck -s dash -e SC2034,SC2154 out/APKBUILD
    sum=$(sha512sum <"out/podclone-$version.tar.gz")
    has "$(cat out/APKBUILD)" "${sum%% *}  podclone-$version.tar.gz"
}

# A podman of its own. Root in a sandbox may not raise the limits to podman's.
own_podman() {
    export CONTAINERS_CONF=$BATS_FILE_TMPDIR/podman/containers.conf CONTAINERS_STORAGE_CONF=$BATS_FILE_TMPDIR/podman/storage.conf
    # podman 5 would say at each call that this kernel's cgroups are old.
    export PODMAN_IGNORE_CGROUPSV1_WARNING=1
}

image() {
    needs podman runc
    [ "$(id -u)" = 0 ] || skip 'not root'
    unshare -m true 2>/dev/null || skip 'no namespace can be made here'
    own_podman
    [ ! -d podman ] || return 0
    mkdir podman
    printf '%s\n' '[containers]' 'default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]' '[engine]' 'runtime = "runc"' \
        'cgroup_manager = "cgroupfs"' 'events_logger = "file"' "tmp_dir = \"$PWD/podman/tmp\"" >"$CONTAINERS_CONF"
    printf '%s\n' '[storage]' 'driver = "vfs"' "graphroot = \"$PWD/podman/root\"" "runroot = \"$PWD/podman/run\"" \
        >"$CONTAINERS_STORAGE_CONF"
    podman build -q -t podclone -f "$root/packaging/Containerfile" "$name" >/dev/null
}

teardown_file() {
    [ -d "$BATS_FILE_TMPDIR/podman" ] || return 0
    own_podman
    podman rm --all --force >/dev/null 2>&1
    podman image unmount --all >/dev/null 2>&1 || true
    rm -rf "$BATS_FILE_TMPDIR/podman"
}

@test "the container image: one program, no user's rights, the same bytes" {
    image
    is "$(podman run --rm podclone -V)" "$("$name/bin/podclone" -V)"
    podman run --rm -i --network none podclone -q <"$FAKE/get.yaml" | diff - <("$PODCLONE" -q "$FAKE/get.yaml")
    is "$(podman inspect -f '{{.User}}' podclone)" 65534:65534
    podman create --name files podclone >/dev/null
    has "$(podman export files | tar -t)" licences/LICENSE
}

@test "the CI recipe: green while the clones are the same, red when one is not, or is missing" {
    image
    sed -n '/run: |/,$p' "$root/packaging/golden.yaml" | sed 1d >"$BATS_TEST_TMPDIR/recipe"
    ln -s "$(command -v podman)" "$bin/docker"
    mkdir -p "$BATS_TEST_TMPDIR/repository/pods/cart"
    cd "$BATS_TEST_TMPDIR/repository"
    cp "$FAKE/get.yaml" pods/cart/pod.yaml
    export IMAGE=podclone
    "$PODCLONE" -q pods/cart/pod.yaml >pods/cart/clone.yaml
    run sh -e "$BATS_TEST_TMPDIR/recipe"
    is "$status $output" '0 '
    sed -i 's/^kind: Pod/kind: pod/' pods/cart/clone.yaml
    run sh -e "$BATS_TEST_TMPDIR/recipe"
    is "$status" 1
    has "$output" '+kind: Pod'
    rm pods/cart/clone.yaml
    run sh -e "$BATS_TEST_TMPDIR/recipe"
    is "$status" 1
}
