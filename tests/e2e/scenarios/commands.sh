# shellcheck shell=sh
# The command that rerun runs: the words, the environment and the directory of the original.

scenario_no_command() {
    image=localhost/podclone/crash-config:1
    command='    env:
    - name: APP_MODE
      value: test'
    lives_on /crash --serve 'from the image'
    says 'argv[2] "from the image"' || fail "not the image's command: $(cat plain.log)"
}

scenario_args_only() {
    image=localhost/podclone/crash-config:1
    command='    args:
    - --port
    - "8080"'
    manifest >pod.yaml
    dies
    clone
    enters
    in_clone /podclone/rerun >rerun.log 2>&1
    code=$?
    [ "$code" = 64 ] || fail "rerun without the entrypoint exits with $code: $(cat rerun.log)"
    grep -q "'--port 8080'" rerun.log || fail "rerun without the entrypoint does not name the arguments: $(cat rerun.log)"
    reruns /crash --serve
    says 'argv[3] "8080"' || fail "not these arguments: $(cat plain.log)"
    stops
}

scenario_image_environment() {
    image=localhost/podclone/crash-config:1
    command='    command:
    - /crash
    env:
    - name: dotted.name
      value: kept
    - name: BANNER
      value: |+
        first line
          last line

    - name: EMPTY'
    lives_on
    says 'env "PATH=/opt/app/bin:/usr/bin"' || fail "not the image's PATH: $(cat plain.log)"
    says 'env "dotted.name=kept"' || fail "no dotted name: $(cat plain.log)"
    says 'cwd /srv' || fail "not the image's directory: $(cat plain.log)"
}

scenario_quoting() {
    command="    command:
    - /crash
    - it's a \"test\"
    - |
      line one
      line two
    - |+
      kept

    - \"\"
    - ' spaces  '
    - '*'
    - \"~\"
    - \"yes\"
    - back\\slash \\n \`id\` ;&|
    - héllo ☃
    - -n
    - \"\"
    - \"tab\\tand \\x01\"
    - A=B
    - \"\\n\"
    - '{}'"
    lives_on
    says 'argv[2] "line one\nline two\n"' || fail "not these words: $(cat plain.log)"
}

# The environment of scenario_variables: values with quotes and line breaks, and one from a ConfigMap.
variables="    env:
    - name: GREETING
      value: |
        it's \"quoted\" \\1 & 100%

        ends in a line break
    - name: EMPTY
    - name: dotted.name
      value: dot
    envFrom:
    - configMapRef:
        name: cart-config"
config_map='---
apiVersion: v1
kind: ConfigMap
metadata:
  name: cart-config
data:
  FROM_MAP: mapped'
# A command with every kind of reference, as the manifest has it.
# shellcheck disable=SC2016
with_variables='    command:
    - /crash
    - --greeting=$(GREETING)
    - $(GREETING)
    - <$(EMPTY)>
    - $(EMPTY)
    - $(dotted.name)$(dotted.name)
    - $(FROM_MAP)
    - $(UNSET) $(HOME) $(PATH)
    - $$(GREETING) $$$(EMPTY) $$$$ $$x $x $
    - $(cat /f) $() $(GREETING'

scenario_variables() {
    other_documents=$config_map
    command="$with_variables
$variables"
    manifest >pod.yaml
    # Where podman does not expand, `$$` is undone in the clone's script, and so in the words of both.
    if [ "$e2e_expands" = yes ]; then cp pod.yaml same.yaml; else sed 's/\$\$/$/g' pod.yaml >same.yaml; fi
    dies same.yaml
    clone
    enters
    reruns
    stops
    [ "$e2e_expands" = yes ] ||
        not_played "\$(NAME) in command: podman leaves it alone, in the original and in the clone (the test inside-cases plays the kubelet)"
}

scenario_working_directory() {
    image=localhost/podclone/crash-config:1
    mounts='    workingDir: /var/lib/cart'
    manifest >pod.yaml
    dies
    says 'cwd /var/lib/cart' || fail "not that directory: $(cat plain.log)"
    clone
    enters
    reruns
    # shellcheck disable=SC2016 # for the shell in the clone
    in_clone 'cd / && PATH=/podclone/bin:$PATH && rerun' >rerun.log 2>&1
    same rerun.log $?
    stops
}
