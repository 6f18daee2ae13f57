#!/bin/sh
# For tests to source: expect WHAT COMMAND... counts whether the command succeeds, finish tells, and fails if one did not.
# A test that knows more of a failure has details of its own.
passed=0 failed=0

details() { :; }

expect() {
    what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        echo "FAIL $what$(details)"
        failed=$((failed + 1))
    fi
}

finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}
