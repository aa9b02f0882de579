package io.lautum.submit;

import static io.lautum.submit.Manifests.at;
import static io.lautum.submit.Manifests.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The arguments of {@code spark-submit} with which the Spark operator starts an application. */
public final class OperatorCommand {
  private OperatorCommand() {}

  /**
   * Returns the arguments, except those for fields of the pods that the operator's webhook adds.
   *
   * @param master address of the cluster
   */
  public static List<String> of(Map<String, Object> application, String master) {
    Object spec = application.get("spec");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--class", (String) at(spec, "mainClass"), "--master", master));
    arguments.addAll(List.of("--deploy-mode", (String) at(spec, "mode")));
    properties(application)
        .forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
    arguments.add((String) at(spec, "mainApplicationFile"));
    ((List<?>) at(spec, "arguments")).forEach(argument -> arguments.add((String) argument));
    return arguments;
  }

  private static Map<String, String> properties(Map<String, Object> application) {
    Map<String, String> properties = executorProperties(application);
    String name = (String) at(application, "metadata", "name");
    Map<String, Object> driver = map(at(application, "spec", "driver"));
    properties.put("spark.app.name", name);
    properties.put("spark.kubernetes.driver.pod.name", name + "-driver");
    properties.put("spark.kubernetes.submission.waitAppCompletion", "false");
    properties.put("spark.kubernetes.container.image", (String) at(application, "spec", "image"));
    properties.put(
        "spark.kubernetes.container.image.pullPolicy",
        (String) at(application, "spec", "imagePullPolicy"));
    properties.put("spark.driver.cores", String.valueOf(driver.get("cores")));
    properties.put("spark.driver.memory", (String) driver.get("memory"));
    properties.put("spark.driver.memoryOverhead", (String) driver.get("memoryOverhead"));
    properties.put("spark.driver.extraJavaOptions", (String) driver.get("javaOptions"));
    map(driver.get("annotations"))
        .forEach(
            (key, value) ->
                properties.put("spark.kubernetes.driver.annotation." + key, (String) value));
    return properties;
  }

  /** Returns the properties of executors, of the account and of {@code sparkConf}. */
  static Map<String, String> executorProperties(Map<String, Object> application) {
    Map<String, String> properties = new TreeMap<>();
    Object spec = application.get("spec");
    map(at(spec, "sparkConf")).forEach((key, value) -> properties.put(key, (String) value));
    Map<String, Object> executor = map(at(spec, "executor"));
    for (String field : List.of("instances", "cores", "memory", "memoryOverhead")) {
      properties.put("spark.executor." + field, String.valueOf(executor.get(field)));
    }
    properties.put("spark.executor.extraJavaOptions", (String) executor.get("javaOptions"));
    properties.put(
        "spark.kubernetes.authenticate.driver.serviceAccountName",
        (String) at(spec, "driver", "serviceAccount"));
    properties.put("spark.kubernetes.namespace", (String) at(application, "metadata", "namespace"));
    return properties;
  }
}
