package io.lautum;

import static io.lautum.submit.Manifests.at;
import static io.lautum.submit.Manifests.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.KubernetesApi.Action;
import io.lautum.KubernetesProject.Outcome;
import io.lautum.submit.Manifests;
import io.lautum.submit.OperatorCommand;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Submits the program with Spark's client for Kubernetes to a stand-in for the API server, and
 * checks the objects that Spark creates there.
 */
class KubernetesIT {
  @TempDir static Path folder;
  private static KubernetesProject project;

  private KubernetesApi api;

  @BeforeAll
  static void copyProject() throws Exception {
    project = new KubernetesProject(folder);
  }

  @BeforeEach
  void startApi() throws Exception {
    api = new KubernetesApi(KubernetesApi.WAITING);
  }

  @AfterEach
  void stopApi() {
    assertThat(api.rejected()).isEmpty();
    api.close();
  }

  @Test
  void clientModeStartsRestrictedExecutorsAndEndsIfNoneRuns() throws Exception {
    String name = "Small_" + "x".repeat(70);
    Path experiment =
        Files.writeString(
            folder.resolve("client.conf"),
            SmallExperiment.FILE.replace("experiment = small", "experiment = " + name));
    List<String> arguments = KubernetesProject.options(api);
    arguments.addAll(
        List.of(
            "--spark-conf", "spark.scheduler.maxRegisteredResourcesWaitingTime=3s",
            "--spark-conf", "spark.lautum.slots.wait=2s",
            "--spark-conf", "spark.ui.enabled=false"));
    arguments.addAll(List.of("run", experiment.toString(), "--workdir", folder + "/client"));

    // The variable is set in every pod.
    Outcome outcome =
        project.launch(
            Map.of("KUBERNETES_SERVICE_HOST", "127.0.0.1", "SPARK_LOCAL_HOSTNAME", "127.0.0.1"),
            arguments);

    assertThat(outcome.exitCode()).as(outcome.log()).isEqualTo(1);
    assertThat(outcome.log().lines().filter(line -> line.startsWith("lautum: ")))
        .containsExactly(
            "lautum: "
                + api.master()
                + " has started no executor for this job; the log or `kubectl get events` has the"
                + " reason; add nodes, or wait longer for executors: --spark-conf"
                + " spark.lautum.slots.wait=10m");
    assertThat(api.created("pods")).hasSize(2).allSatisfy(KubernetesIT::isExecutor);
    driverHasTheRightsFor(api.actions());
  }

  private static void isExecutor(Map<String, Object> pod) {
    assertThat(map(at(pod, "metadata", "labels")))
        .containsEntry("spark-role", "executor")
        .containsKey("spark-app-selector");
    assertThat(map(pod.get("spec")))
        .containsEntry("restartPolicy", "Never")
        .containsEntry("automountServiceAccountToken", false);
    Map<String, Object> container = container(pod);
    assertThat(container)
        .containsEntry("image", "IMAGE")
        .containsEntry("args", List.of("executor"))
        .containsEntry("name", "executor");
    // Heap 2 GiB and overhead 7 GiB.
    assertThat(container.get("resources"))
        .isEqualTo(
            Map.of(
                "requests", Map.of("cpu", "1", "memory", "9216Mi"),
                "limits", Map.of("memory", "9216Mi", "nvidia.com/gpu", "1")));
    Map<String, String> environment = environment(pod);
    assertThat(environment)
        .containsEntry("OPENBLAS_CORETYPE", "Haswell")
        .containsEntry("OMP_NUM_THREADS", "1")
        .containsEntry("OPENBLAS_NUM_THREADS", "1")
        .containsEntry("CUDA_DEVICE_ORDER", "PCI_BUS_ID")
        .containsEntry("SPARK_EXECUTOR_MEMORY", "2048m")
        .containsEntry("SPARK_CLASSPATH", "/opt/lautum/natives/*");
    assertThat(environment.get("SPARK_DRIVER_URL")).contains("@127.0.0.1:");
    String options =
        IntStream.iterate(0, number -> environment.containsKey(option(number)), i -> i + 1)
            .mapToObj(number -> environment.get(option(number)))
            .reduce("", (all, option) -> all + " " + option);
    assertThat(options).contains("-Dorg.eclipse.deeplearning4j.helpers.disable=false");
    isBelow(9216, options);
    isRestricted(pod);
  }

  private static String option(int number) {
    return "SPARK_JAVA_OPT_" + number;
  }

  /** The driver is in a container, whatever memory this machine has. */
  @Test
  void clusterModeGivesTheDriverItsMemoryAndArguments() throws Exception {
    Path hadoop = Files.createDirectory(folder.resolve("hadoop"));
    Files.writeString(hadoop.resolve("core-site.xml"), "<configuration/>");
    List<String> program =
        List.of("run", "/opt/lautum/conf/glyphs.conf", "--workdir", "hdfs://nn/a b/'c'", "-D")
            .stream()
            .toList();
    String special = "x=\"q\\\" $PATH `id` * ä; $(HOME) $$";
    List<String> arguments = KubernetesProject.options(api);
    arguments.addAll(
        List.of(
            "--spark-conf", "spark.submit.deployMode=cluster",
            "--spark-conf", "spark.kubernetes.submission.waitAppCompletion=false"));
    arguments.addAll(program);
    arguments.add(special);

    Outcome outcome = project.launch(Map.of("HADOOP_CONF_DIR", hadoop.toString()), arguments);

    assertThat(outcome.exitCode()).as(outcome.log()).isZero();
    Map<String, Object> pod = driver();
    List<Object> expected =
        new ArrayList<>(
            List.of(
                "driver",
                "--properties-file",
                "/opt/spark/conf/spark.properties",
                "--class",
                "io.lautum.cli.Main",
                "local://" + project.jobJar().toUri().getRawPath()));
    expected.addAll(program);
    expected.add(special);
    assertThat(container(pod)).containsEntry("image", "IMAGE").containsEntry("args", expected);
    assertThat(environment(pod))
        .containsEntry("OPENBLAS_CORETYPE", "Haswell")
        .containsEntry("OMP_NUM_THREADS", "1")
        .containsEntry("OPENBLAS_NUM_THREADS", "1")
        .containsEntry("HADOOP_CONF_DIR", "/opt/hadoop/conf");
    assertThat(map(pod.get("spec"))).containsEntry("serviceAccountName", "spark");
    isRestricted(pod);
    assertThat(api.created("configmaps"))
        .anySatisfy(map -> assertThat(map(map.get("data"))).containsKey("core-site.xml"))
        .anySatisfy(
            map ->
                assertThat(String.valueOf(map(map.get("data"))))
                    .contains("automountServiceAccountToken: false"));
    driverRunsInMemoryOf(8192, pod);
  }

  /** What the Spark operator submits for {@code spark-application.yaml}. */
  @Test
  void operatorsDriverHasItsMemoryAndTheWorkDirectory() throws Exception {
    Map<String, Object> application = Manifests.one("spark-application.yaml");

    Outcome outcome = project.submit(OperatorCommand.of(application, api.master()));
    assertThat(outcome.exitCode()).as(outcome.log()).isZero();
    Map<String, Object> pod = driver();
    assertThat(at(pod, "metadata", "name")).isEqualTo("lautum-glyphs-driver");
    List<?> given = (List<?>) container(pod).get("args");
    List<?> arguments = (List<?>) at(application, "spec", "arguments");
    assertThat(given.subList(given.size() - arguments.size(), given.size())).isEqualTo(arguments);
    assertThat(container(pod))
        .containsEntry("image", "lautum-spark:0.1.0")
        .containsEntry("imagePullPolicy", "IfNotPresent");
    assertThat(map(pod.get("spec"))).containsEntry("serviceAccountName", "spark");
    assertThat(map(at(pod, "metadata", "annotations"))).containsEntry("prometheus.io/port", "4040");
    Object volume =
        list(at(pod, "spec", "volumes")).stream()
            .filter(part -> at(part, "persistentVolumeClaim") != null)
            .findFirst()
            .orElseThrow();
    assertThat(at(volume, "persistentVolumeClaim", "claimName")).isEqualTo("lautum-runs");
    assertThat(mounts(pod)).containsEntry("/opt/lautum/runs", (String) at(volume, "name"));
    driverRunsInMemoryOf(8192, pod);
    assertThat(properties())
        .containsEntry("spark.executor.memoryOverhead", "3g")
        .containsEntry("spark.kubernetes.authenticate.driver.serviceAccountName", "spark");
  }

  private Map<String, Object> driver() {
    assertThat(api.created("services")).hasSize(1);
    assertThat(api.created("pods")).hasSize(1);
    Map<String, Object> pod = api.created("pods").get(0);
    assertThat(at(pod, "metadata", "labels", "spark-role")).isEqualTo("driver");
    assertThat(at(pod, "spec", "restartPolicy")).isEqualTo("Never");
    return pod;
  }

  private void driverRunsInMemoryOf(long mebibytes, Map<String, Object> pod) throws Exception {
    assertThat(container(pod).get("resources"))
        .isEqualTo(
            Map.of(
                "requests", Map.of("cpu", "1", "memory", mebibytes + "Mi"),
                "limits", Map.of("memory", mebibytes + "Mi")));
    assertThat(properties().getProperty("spark.driver.memory")).isIn("4g", "4096m");
    isBelow(mebibytes, properties().getProperty("spark.driver.extraJavaOptions"));
  }

  /** Checks that JavaCPP stops a process before its container is killed, and not much earlier. */
  private static void isBelow(long mebibytes, String options) {
    Matcher limit = Pattern.compile("maxphysicalbytes=(\\d+)([MG])").matcher(options);
    assertThat(limit.find()).as(options).isTrue();
    long most = Long.parseLong(limit.group(1)) * (limit.group(2).equals("G") ? 1024 : 1);
    assertThat(most).isBetween(mebibytes * 3 / 4, mebibytes - 100);
  }

  /** Checks a pod against the Pod Security Standard "restricted", with a read-only root. */
  private static void isRestricted(Map<String, Object> pod) {
    assertThat(map(at(pod, "spec", "securityContext")))
        .containsEntry("runAsNonRoot", true)
        .containsEntry("fsGroup", 185);
    assertThat(at(container(pod), "securityContext"))
        .isEqualTo(
            Map.of(
                "allowPrivilegeEscalation",
                false,
                "readOnlyRootFilesystem",
                true,
                "capabilities",
                Map.of("drop", List.of("ALL")),
                "seccompProfile",
                Map.of("type", "RuntimeDefault")));
    assertThat(mounts(pod)).containsKeys("/tmp", "/home/spark", "/opt/spark/work-dir");
    assertThat(mounts(pod)).containsKey(environment(pod).get("SPARK_LOCAL_DIRS"));
  }

  private static void driverHasTheRightsFor(List<Action> actions) throws Exception {
    Object rule = list(Manifests.all("rbac.yaml").get(1).get("rules")).get(0);
    assertThat(actions)
        .contains(new Action("create", "pods"), new Action("watch", "pods"))
        .allSatisfy(
            action -> {
              assertThat(list(at(rule, "verbs"))).contains(action.verb());
              assertThat(list(at(rule, "resources"))).contains(action.resource());
            });
  }

  /** Returns the properties that the driver's pod gets as a file. */
  private Properties properties() throws Exception {
    Properties properties = new Properties();
    for (Map<String, Object> map : api.created("configmaps")) {
      Object file = at(map, "data", "spark.properties");
      if (file != null) {
        properties.load(new StringReader((String) file));
      }
    }
    return properties;
  }

  private static Map<String, Object> container(Map<String, Object> pod) {
    assertThat(list(at(pod, "spec", "containers"))).singleElement();
    return map(list(at(pod, "spec", "containers")).get(0));
  }

  private static Map<String, String> environment(Map<String, Object> pod) {
    return pairs(container(pod).get("env"), "name", "value");
  }

  private static Map<String, String> mounts(Map<String, Object> pod) {
    return pairs(container(pod).get("volumeMounts"), "mountPath", "name");
  }

  private static Map<String, String> pairs(Object list, String key, String value) {
    Map<String, String> pairs = new TreeMap<>();
    list(list).forEach(part -> pairs.put((String) at(part, key), (String) at(part, value)));
    return pairs;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }
}
