# Reads a file of podclone's arguments, one a line (jq -Rs), as the options of the model. It stops at an option that the
# model does not know.

def aliases: {"-c": "--container", "--copy-to": "--name", "-i": "--stdin", "-t": "--tty", "-q": "--quiet"};
def strings: ["container", "name", "suffix", "tools", "tools-image", "tools-dir", "image", "image-pull-policy", "node-name",
              "to-namespace", "pod", "profile", "custom", "set-memory", "set-cpu"];
def others: ["ttl", "label", "env", "set-image", "as-user"];
def switches: ["same-node", "any-node", "keep-liveness", "keep-readiness", "keep-startup", "keep-lifecycle", "keep-host-ports",
               "keep-affinity", "keep-priority", "keep-annotations", "keep-init-containers", "in-service", "optional-refs",
               "share-processes", "one-container", "arguments-only", "once", "as-root", "no-limits", "failing", "explain", "stdin", "tty", "quiet", "verify"];

def camel: split("-") | .[0] + ([.[1:][] | (.[:1] | ascii_upcase) + .[1:]] | add // "");
def pair: index("=") as $at | {name: .[:$at], value: .[$at + 1:]};
# A comma ends a pair only if another pair follows it: NAME=VALUE, NAME-, or one in quotes.
def split_pairs: if . == "" then empty
  elif test("^\"[^\"]*\"(,|$)") then capture("^\"(?<first>[^\"]*)\",?(?<rest>.*)$") | .first, (.rest | split_pairs)
  else capture("^(?<first>.*?)(?:,(?<rest>(?:[A-Za-z_.*][A-Za-z0-9_.-]*(?:=|-(?:,|$))|\"[^\"]*\"(?:,|$)).*))?$")
    | .first, (.rest // "" | split_pairs) end;
def pairs: [split_pairs];
def seconds: if test("^[0-9]+$") then tonumber
  else [match("([0-9.]+)([dhms])"; "g").captures | (.[0].string | tonumber) * {d: 86400, h: 3600, m: 60, s: 1}[.[1].string]] | add end;
def boolean: if IN("true", "1", "t", "T", "TRUE", "True") then true elif IN("false", "0", "f", "F", "FALSE", "False") then false
  else error("not a boolean: \(.)") end;

def set($flag; $value):
  if $flag == "ttl" then .ttl = ($value | seconds)
  elif $flag == "label" then ($value | pair) as $p | .labels[$p.name] = $p.value
  elif $flag == "set-image" then reduce ($value | pairs[] | pair) as $p (.; .setImage[$p.name] = $p.value)
  elif $flag == "env" then .env += [$value | pairs[] | if test("=") then pair else {name: .[:-1]} end]
  elif $flag == "as-user" then .asUser = ($value | tonumber)
  elif $flag == "keep-labels" then .keepLabels = (if $value == "auto" then "auto" else $value | boolean | tostring end)
  elif $flag == "keep-pvcs" then .keepPvcs = (if $value == "readonly" then $value else $value | boolean end)
  elif $flag | IN(switches[]) then .[$flag | camel] = ($value | boolean)
  else .[$flag | camel] = $value end;

(if endswith("\n") then .[:-1] else . end) as $text
| reduce ($text | select(. != "") | split("\n")[]) as $arg ({options: {}};
    if .words then .words += [$arg]
    elif .flag then .flag as $flag | .options |= set($flag; $arg) | del(.flag)
    elif $arg == "--" then .words = []
    elif $arg | IN("-it", "-ti") then .options += {stdin: true, tty: true}
    elif $arg | test("^-") | not then error("an operand: \($arg)")
    else ($arg | capture("^(?<flag>--?[a-z-]+)(?<given>=(?<value>.*))?$")) as $a
      | (aliases[$a.flag] // $a.flag | ltrimstr("--")) as $flag
      | if $a.given then
          if $flag | IN(strings[], others[], switches[], "keep-labels", "keep-pvcs") then .options |= set($flag; $a.value)
          else error("unknown option \($arg)") end
        elif $flag | IN(strings[], others[]) then .flag = $flag
        elif $flag | IN(switches[], "keep-labels", "keep-pvcs") then .options |= set($flag; "true")
        else error("unknown option \($arg)") end
    end)
| .options + if .words then {command: .words} else {} end
