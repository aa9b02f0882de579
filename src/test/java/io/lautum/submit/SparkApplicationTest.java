package io.lautum.submit;

import static io.lautum.submit.Manifests.at;
import static io.lautum.submit.Manifests.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lautum.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Checks the manifests for Kubernetes against the operator's schemas and this project's settings.
 */
class SparkApplicationTest {
  private static final String FILE = "spark-application.yaml";

  private Map<String, Object> application;
  private Map<String, Object> scheduled;
  private Map<String, Object> spec;

  @BeforeEach
  void read() throws IOException {
    application = Manifests.one(FILE);
    scheduled = Manifests.one("scheduled-spark-application.yaml");
    spec = map(application.get("spec"));
  }

  @Test
  void operatorKnowsEveryField() throws IOException {
    StructuralSchema schema = new StructuralSchema(Manifests.schema("sparkapplications"));
    Object gpu = Manifests.merge(application, Manifests.one("gpu.yaml"));

    assertThat(schema.violations(application)).isEmpty();
    assertThat(schema.violations(map(gpu))).isEmpty();
    assertThat(
            new StructuralSchema(Manifests.schema("scheduledsparkapplications"))
                .violations(scheduled))
        .isEmpty();
  }

  @Test
  void fieldsThatTheOperatorWouldRejectAreFound() throws IOException {
    assertThat(broken("memoryOverhead: 3g", "memoryOverheads: 3g"))
        .containsExactly(".spec.executor.memoryOverheads: unknown");
    assertThat(broken("instances: 2", "instances: two"))
        .containsExactly(".spec.executor.instances: 'two' is not of type integer");
    assertThat(broken("mode: cluster", "mode: moon"))
        .containsExactly(".spec.mode: 'moon' is not one of [cluster, client]");
    assertThat(broken("onFailureRetryInterval: 60", "onFailureRetryInterval: 0"))
        .containsExactly(".spec.restartPolicy.onFailureRetryInterval: 0 is below 1");
    assertThat(broken("  sparkVersion: 3.5.7\n", ""))
        .containsExactly(".spec.sparkVersion: missing");
    assertThat(broken("enabled: \"false\"", "enabled: false"))
        .containsExactly(
            ".spec.sparkConf.spark.dynamicAllocation.enabled: 'false' is not of type string");
  }

  @Test
  void executorsMatchTheClusterFile() throws IOException {
    Map<String, String> expected = cluster("kubernetes");
    // The operator starts the driver in a separate pod.
    assertThat(expected.remove("spark.submit.deployMode")).isEqualTo("client");
    // It has fields for what is in the templates, and the image has the driver's environment.
    expected
        .keySet()
        .removeIf(key -> key.endsWith(".podTemplateFile") || key.contains(".driverEnv."));

    assertThat(OperatorCommand.executorProperties(application)).containsAllEntriesOf(expected);
  }

  @Test
  void podsAreAsRestrictedAsThoseOfTheTemplates() throws IOException {
    for (String role : List.of("driver", "executor")) {
      Object template = Manifests.one(role + "-pod.yaml").get("spec");
      Object container = ((List<?>) at(template, "containers")).get(0);

      Map<String, Object> restricted = new TreeMap<>(map(at(container, "securityContext")));
      // Without the operator's webhook there would be no folders to write to.
      restricted.remove("readOnlyRootFilesystem");
      assertThat(at(spec, role, "podSecurityContext")).isEqualTo(at(template, "securityContext"));
      assertThat(at(spec, role, "securityContext")).isEqualTo(restricted);
    }
  }

  @Test
  void metricsAreAtTheAnnotatedPaths() throws IOException {
    Map<String, String> expected = cluster("prometheus");

    assertThat(OperatorCommand.executorProperties(application)).containsAllEntriesOf(expected);
    // Without the slash Spark's server would answer with a redirect.
    assertThat(at(spec, "driver", "annotations", "prometheus.io/path"))
        .isEqualTo(expected.get("spark.metrics.conf.*.sink.prometheusServlet.path") + "/");
  }

  @Test
  void clusterFileHasEveryExecutorSetting() throws IOException {
    Map<String, String> settings = cluster("kubernetes");

    assertThat(OperatorCommand.executorProperties(application).keySet())
        .filteredOn(key -> key.matches("spark\\.(executor|executorEnv|dynamicAllocation)\\..*"))
        .filteredOn(key -> !settings.containsKey(key))
        .containsExactly("spark.executor.extraClassPath");
  }

  @Test
  void driversHaveTheOptionsOfTheLauncher() throws IOException {
    String launcher = Files.readString(Path.of("submit/lautum"));
    String always = launcher.substring(launcher.indexOf("driver_options=("));
    always = always.substring(0, always.indexOf("\n  )\n"));

    assertThat(options((String) at(spec, "driver", "javaOptions")).keySet())
        .containsExactlyInAnyOrderElementsOf(options(always).keySet());
  }

  @Test
  void memoryOfJavaIsBelowThatOfAPod() throws IOException {
    Object gpu = at(Manifests.merge(application, Manifests.one("gpu.yaml")), "spec", "executor");

    for (Object role : List.of(spec.get("driver"), spec.get("executor"), gpu)) {
      long heap = mebibytes((String) at(role, "memory"));
      long overhead = mebibytes((String) at(role, "memoryOverhead"));
      Map<String, String> options = options((String) at(role, "javaOptions"));
      long arrays = mebibytes(options.get("org.bytedeco.javacpp.maxbytes"));
      long process = mebibytes(options.get("org.bytedeco.javacpp.maxphysicalbytes"));

      assertThat(process).isLessThan(heap + overhead).isGreaterThan(heap + arrays);
    }
  }

  @Test
  void scheduledRunsDifferOnlyInTheirWorkDirectories() {
    Map<String, Object> template = new LinkedHashMap<>(map(at(scheduled, "spec", "template")));
    Map<String, Object> driver = new LinkedHashMap<>(map(template.get("driver")));
    Object environment = ((List<?>) driver.remove("env")).get(0);
    template.put("driver", driver);
    List<String> arguments = strings(template.get("arguments"));
    int workdir = arguments.indexOf("--workdir") + 1;

    assertThat(arguments.get(workdir))
        .isEqualTo(strings(spec.get("arguments")).get(workdir) + "/$(LAUTUM_RUN)");
    assertThat(at(environment, "name")).isEqualTo("LAUTUM_RUN");
    assertThat(at(environment, "valueFrom", "fieldRef", "fieldPath"))
        .isEqualTo("metadata.labels['sparkoperator.k8s.io/app-name']");
    template.put("arguments", spec.get("arguments"));
    assertThat(template).isEqualTo(spec);
    assertThat(at(scheduled, "spec", "concurrencyPolicy")).isEqualTo("Forbid");
  }

  @Test
  void commandLineIsValid() {
    List<String> arguments = strings(spec.get("arguments"));

    CommandLine.ParseResult parsed = Main.commandLine().parseArgs(arguments.toArray(String[]::new));

    assertThat(parsed.subcommand().commandSpec().name()).isEqualTo("run");
    assertThat(parsed.subcommand().hasMatchedOption("--resume")).isTrue();
    assertThat(spec.get("mainClass")).isEqualTo(Main.class.getName());
    assertThat(Path.of("/opt/lautum").relativize(Path.of(arguments.get(1)))).exists();
  }

  @Test
  void resultsGoToTheVolume() throws IOException {
    Map<String, Object> claim = Manifests.one("work-directory.yaml");
    List<String> arguments = strings(spec.get("arguments"));
    String runs = arguments.get(arguments.indexOf("--workdir") + 1);

    for (String role : List.of("driver", "executor")) {
      String volume = "spark.kubernetes." + role + ".volumes.persistentVolumeClaim.runs.";
      assertThat(OperatorCommand.executorProperties(application))
          .contains(
              entry(volume + "mount.path", runs),
              entry(volume + "options.claimName", (String) at(claim, "metadata", "name")));
    }
    assertThat(at(claim, "spec", "accessModes")).isEqualTo(List.of("ReadWriteMany"));
  }

  @Test
  void gpuVariantMatchesTheClusterFile() throws IOException {
    Map<String, Object> gpu = Manifests.one("gpu.yaml");
    Map<String, Object> merged = map(Manifests.merge(application, gpu));
    Map<String, String> expected = cluster("gpu");

    expected.replaceAll((key, value) -> value.replace("${LAUTUM_HOME}", "/opt/lautum"));
    assertThat(OperatorCommand.executorProperties(merged)).containsAllEntriesOf(expected);
    assertThat(map(at(gpu, "spec", "sparkConf")).keySet()).isSubsetOf(expected.keySet());
    assertThat(at(gpu, "spec", "image")).isEqualTo(spec.get("image") + "-gpu");
    assertThat(at(merged, "spec", "executor", "podSecurityContext", "runAsNonRoot"))
        .isEqualTo(true);
  }

  @Test
  void driverMayCreatePods() throws IOException {
    List<Map<String, Object>> rbac = Manifests.all("rbac.yaml");
    Map<String, Object> account = rbac.get(0);
    Map<String, Object> role = rbac.get(1);
    Map<String, Object> binding = rbac.get(2);

    assertThat(rbac).extracting("kind").containsExactly("ServiceAccount", "Role", "RoleBinding");
    assertThat(at(account, "metadata", "name")).isEqualTo(at(spec, "driver", "serviceAccount"));
    assertThat(at(binding, "roleRef", "name")).isEqualTo(at(role, "metadata", "name"));
    assertThat(((List<?>) binding.get("subjects")).get(0))
        .isEqualTo(Map.of("kind", "ServiceAccount", "name", "spark", "namespace", "default"));
    assertThat(rbac).allMatch(part -> at(part, "metadata", "namespace").equals("default"));
    Object rule = ((List<?>) role.get("rules")).get(0);
    assertThat(strings(at(rule, "resources"))).contains("pods", "services", "configmaps");
    assertThat(strings(at(rule, "verbs"))).contains("create", "watch", "delete");
  }

  private static List<String> broken(String part, String replacement) throws IOException {
    String text = Files.readString(Manifests.FOLDER.resolve(FILE));
    assertThat(text).contains(part);
    return new StructuralSchema(Manifests.schema("sparkapplications"))
        .violations(Manifests.parse(text.replace(part, replacement)).get(0));
  }

  static Map<String, String> cluster(String name) throws IOException {
    Map<String, String> settings = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("conf/cluster", name + ".conf"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.strip().split("\\s+", 2);
        settings.put(parts[0], parts[1]);
      }
    }
    return settings;
  }

  private static Map<String, String> options(String text) {
    Map<String, String> options = new TreeMap<>();
    Matcher option = Pattern.compile("-D([a-zA-Z0-9.]+)=(\\S+)").matcher(text);
    while (option.find()) {
      options.put(option.group(1), option.group(2));
    }
    return options;
  }

  private static long mebibytes(String size) {
    long number = Long.parseLong(size.substring(0, size.length() - 1));
    return size.toLowerCase().endsWith("g") ? number * 1024 : number;
  }

  private static List<String> strings(Object list) {
    return ((List<?>) list).stream().map(String.class::cast).toList();
  }
}
