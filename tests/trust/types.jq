# Prints documents, one a line: a Pod with one value replaced by a value of another kind; and a Pod with a key that is to be
# written twice, behind the mark WRONG.
def pod: {
  apiVersion: "v1", kind: "Pod",
  metadata: {
    name: "a", namespace: "n", generateName: "a-", uid: "u", labels: {"a": "b", "job-name": "j"},
    annotations: {"kubectl.kubernetes.io/default-container": "a"},
    ownerReferences: [{controller: true, kind: "Job", name: "j"}], finalizers: ["f"]
  },
  spec: {
    containers: [{
      name: "a", image: "i", command: ["a"], args: ["b"], env: [{name: "E", valueFrom: {fieldRef: {fieldPath: "metadata.labels['job-name']"}}}],
      envFrom: [{secretRef: {name: "s"}}, {configMapRef: {name: "c"}}], ports: [{hostPort: 1}], volumeMounts: [{name: "v", mountPath: "/v"}],
      volumeDevices: [{name: "v", devicePath: "/d"}], livenessProbe: {}, readinessProbe: {}, startupProbe: {}, lifecycle: {},
      restartPolicy: "Never", restartPolicyRules: [{action: "RestartAllContainers"}],
      resources: {limits: {cpu: "1", memory: "1"}, requests: {cpu: "1"}}, securityContext: {runAsNonRoot: true, runAsUser: 1, capabilities: {add: ["NET_RAW"], drop: ["ALL"]}, seccompProfile: {type: "Unconfined"}}
    }],
    initContainers: [{name: "i", restartPolicy: "Always"}],
    volumes: [{name: "v", persistentVolumeClaim: {claimName: "c"}}, {name: "d", downwardAPI: {items: [{fieldRef: {fieldPath: "metadata.name"}}]}},
      {name: "p", projected: {sources: [{downwardAPI: {items: []}}, {secret: {name: "s", optional: false}}]}}, {name: "s", secret: {secretName: "s"}}],
    affinity: {podAffinity: {}, nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: []}]}}},
    readinessGates: [{conditionType: "c"}], restartPolicy: "Never", activeDeadlineSeconds: 1, nodeName: "n", os: {name: "linux"},
    nodeSelector: {"kubernetes.io/os": "linux"}, hostNetwork: true, hostPID: false, shareProcessNamespace: false, priorityClassName: "p", topologySpreadConstraints: [],
    securityContext: {runAsUser: 1, appArmorProfile: {type: "Localhost"}}
  },
  status: {
    reason: "r", message: "m",
    containerStatuses: [{name: "a", ready: false, state: {waiting: {reason: "CrashLoopBackOff"}}, lastState: {terminated: {exitCode: 1, reason: "Error"}}}],
    initContainerStatuses: [{name: "i", state: {running: {}}}]
  }
};
def wrong: null, "x", 7, true, {}, [], [[]], {"x": {}}, [null], [7], "", "a\u0000b\u001b[31m";
# The Pod itself, in a List, and as the template of a workload.
def documents: pod,
  {apiVersion: "v1", kind: "List", items: [pod, {kind: "Service"}]},
  {apiVersion: "apps/v1", kind: "StatefulSet", metadata: {name: "w", namespace: "n"},
    spec: {template: (pod | del(.apiVersion, .kind, .status)), volumeClaimTemplates: [{metadata: {name: "v"}}]}};
documents as $pod
| [$pod | paths] as $paths
| ($paths[] | . as $p | wrong as $w | $pod | setpath($p; $w)),
  ($paths[] | select(.[-1] | type == "string") | . as $p
    | $pod | setpath($p[:-1]; getpath($p[:-1]) as $o | {WRONG: 0} + ({} | .[$p[-1]] = $o[$p[-1]]) + $o))
