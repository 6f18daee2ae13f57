load helper

setup() { cluster; }

@test "the manual has every option of --help, and no other" {
    kubectl-podclone --help | grep '^ *-' | grep -oE -- '--[a-z-]+' | sort >"$BATS_TEST_TMPDIR/help"
    grep '^\.It Fl' "$root/man/kubectl-podclone.1" | grep -oE 'Fl -[a-z-]+' | sed 's/^Fl /-/' | sort >"$BATS_TEST_TMPDIR/man"
    [ -s "$BATS_TEST_TMPDIR/help" ]
    diff "$BATS_TEST_TMPDIR/help" "$BATS_TEST_TMPDIR/man"
    # Their letters too.
    kubectl-podclone --help | grep '^ *-' | grep -oE -- ' -[A-Za-z],' | tr -d ' ,-' | sort >"$BATS_TEST_TMPDIR/help"
    sed -n 's/^\.It Fl \([A-Za-z]\) .*/\1/p' "$root/man/kubectl-podclone.1" | sort | diff "$BATS_TEST_TMPDIR/help" -
}
