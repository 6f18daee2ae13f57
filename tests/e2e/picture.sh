#!/bin/sh
# The picture in README.md: kubectl podclone in a real terminal, and a clone that podman plays. It prints the picture, an SVG;
# with a PICTURE it fails where the programs print other words than that one shows. The random end of the clone's name is made
# the same each time.
# usage: picture.sh PODCLONE [PICTURE]
set -u
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
[ $# = 1 ] || [ $# = 2 ] || e2e_die 'usage: picture.sh PODCLONE [PICTURE]'
program=$(realpath "$1") picture=${2:+$(realpath "$2")} image=localhost/podclone/cart:1 pod=cart-5d4f8c7b-g2t75
command -v tmux >/dev/null || e2e_skip 'tmux is not installed'

# An image FROM scratch: a program, and a file that it may not read.
make_image() {
    rm -rf "${e2e:?}/image"
    mkdir -p "$e2e/image/etc/cart"
    cat >cart.c <<'END'
#include <stdio.h>
int main(void)
{
    const char *file = "/etc/cart/cart.conf";
    FILE *f = fopen(file, "r");
    if (!f) {
        fputs("cart: ", stderr);
        perror(file);
        return 1;
    }
    return fclose(f);
}
END
    gcc -std=c11 -static -Os -s -o "$e2e/image/cart" cart.c || e2e_die 'gcc cannot link a static program'
    echo 'listen = 8080' >"$e2e/image/etc/cart/cart.conf"
    chmod 600 "$e2e/image/etc/cart/cart.conf"
    touch -d '2024-01-15 09:00' "$e2e/image/etc/cart/cart.conf"
    e2e_image "$image"
}

manifest() {
    cat <<END
apiVersion: v1
kind: Pod
metadata:
  generateName: ${pod%g2t75}
  labels:
    app: cart
    pod-template-hash: 5d4f8c7b
  name: $pod
  namespace: shop
spec:
  automountServiceAccountToken: false
  containers:
  - command:
    - /cart
    - --serve
    image: $image
    imagePullPolicy: IfNotPresent
    name: cart
    securityContext:
      runAsUser: 10001
  restartPolicy: Never
END
}

# Its own container dies first, and the status says so.
dies() {
    manifest >cart.yaml
    play cart.yaml || e2e_die "podman kube play: $(cat cart.yaml.log)"
    code=$(podman wait "$pod-cart")
    remove "$pod"
    [ "$code" = 1 ] || e2e_die "the Pod exits with $code"
    cat >>cart.yaml <<END
status:
  containerStatuses:
  - image: $image
    name: cart
    ready: false
    restartCount: 0
    state:
      terminated:
        exitCode: $code
        reason: Error
  phase: Failed
END
}

terminal() { tmux -S "$e2e/tmux" -f /dev/null "$@"; }
screen() { terminal capture-pane -p | sed '/^$/d'; }
# shellcheck disable=SC2317 # soon calls it
last_line_is() { [ "$(screen | tail -n 1)" = "$1" ]; }
# types PROMPT WORDS: waits for the prompt, types, and waits until that is seen.
types() {
    soon last_line_is "$1" || e2e_die "no prompt: $(screen)"
    terminal send-keys -l "$2"
    soon last_line_is "$1 $2" || e2e_die "cannot type: $(screen)"
    terminal send-keys Enter
}

session() {
    mkdir "$e2e/bin"
    cp "$e2e_source/kubectl.sh" "$e2e/bin/kubectl"
    cp "$e2e_source/../../src/plugin/kubectl-podclone" "$e2e/bin"
    ln -s "$program" "$e2e/bin/podclone"
    terminal new-session -d -x 80 -y 40 env -u PODCLONE_OPTIONS -u ENV PATH="$e2e/bin:$PATH" PS1='$ ' E2E_WORK="$e2e/work" \
        E2E_LIB="$e2e_source/lib.sh" e2e_expands="$e2e_expands" sh -i
    types '$' "kubectl podclone $pod -n shop --rm"
    types '/ $' rerun
    types '/ $' 'id -u'
    types '/ $' 'ls -l /etc/cart/cart.conf'
    types '/ $' exit
    soon last_line_is '$' || e2e_die "the session does not end: $(screen)"
    # Debian's busybox greets; that of the tools' image does not.
    screen | sed "\$d; /^BusyBox /d; /^Enter 'help'/d; s/\(debug-${pod%g2t75}\)[a-z0-9]\{5\}/\1dqgk5/g"
}

# What is typed is brighter.
as_svg() {
    awk '
        { line[NR] = $0 }
        END {
            height = 20 * NR + 28
            printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"704\" height=\"%d\" viewBox=\"0 0 704 %d\">\n", height, height
            print "<title>kubectl podclone in a terminal</title>"
            printf "<rect width=\"704\" height=\"%d\" rx=\"8\" fill=\"#0d1117\" stroke=\"#30363d\"/>\n", height
            print "<g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace\" font-size=\"14\" fill=\"#a8b1bb\">"
            for (i = 1; i <= NR; i++) {
                text = line[i]
                width = 8.4 * length(text)
                gsub(/&/, "\\&amp;", text)
                gsub(/</, "\\&lt;", text)
                if (match(text, /^(\/ )?[$] /))
                    text = substr(text, 1, RLENGTH) "<tspan fill=\"#ffffff\" font-weight=\"bold\">" substr(text, RLENGTH + 1) "</tspan>"
                printf "<text x=\"16\" y=\"%d\" textLength=\"%.1f\" xml:space=\"preserve\">%s</text>\n", 20 * i + 8, width, text
            }
            print "</g>"
            print "</svg>"
        }'
}

e2e_setup
# podman 5 gives a container another HOME, and so its shell another prompt.
podman --version | grep -q " version 4[.]" || e2e_skip "the picture shows containers of podman 4"
trap 'status=$?; terminal kill-server 2>/dev/null; (exit $status); e2e_cleanup' EXIT
make_image
dies
session >shown || exit 1
as_svg <shown >picture.svg
[ "$picture" ] || { cat picture.svg && exit; }
diff -u "$picture" picture.svg && exit
echo "The picture is old. Make it again, and look at it: ${0##*/} PODCLONE >$picture"
exit 1
