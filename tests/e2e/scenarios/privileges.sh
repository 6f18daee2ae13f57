# shellcheck shell=sh
# What the target may do: its capabilities, its root file system.

scenario_read_only_root() {
    security='    securityContext:
      readOnlyRootFilesystem: true'
    lives_on
    says '/ Read-only file system' || fail "/ is not read-only: $(cat plain.log)"
    ! in_clone 'touch /file' 2>/dev/null || fail "/ is writable in the clone"
}

scenario_no_capabilities() {
    security='    securityContext:
      capabilities:
        drop:
        - ALL'
    lives_on
    says 'CapBnd:	0000000000000000' || fail "there are capabilities: $(cat plain.log)"
}

scenario_no_escalation() {
    security='    securityContext:
      allowPrivilegeEscalation: false'
    lives_on
    says 'NoNewPrivs:	1' || fail "privileges can grow: $(cat plain.log)"
}

# All that the restricted Pod security standard asks for.
scenario_restricted() {
    security='    securityContext:
      allowPrivilegeEscalation: false
      capabilities:
        drop:
        - ALL
      readOnlyRootFilesystem: true
      runAsNonRoot: true
      runAsUser: 10001
      seccompProfile:
        type: RuntimeDefault'
    lives_on
}
