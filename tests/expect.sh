#!/bin/sh
# For tests to source. expect WHAT COMMAND... counts a test, which passes if the command succeeds; WHAT is printed if it
# does not. finish prints the counts, and fails if a test failed. A test may define details to print more of a failure.
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
