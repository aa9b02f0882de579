package io.lautum;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * A real YARN cluster on the loopback interface for integration tests: resource manager and node
 * managers are threads of the test, containers are processes. Jobs are submitted by spark-submit's
 * main class with the class path of the test.
 */
final class YarnCluster implements AutoCloseable {
  private final MiniYARNCluster cluster;

  /** The configuration of Hadoop that jobs see, a folder. */
  private final Path configuration;

  private final Path home;

  private final String options;
  private final List<Process> jobs = new ArrayList<>();

  /**
   * Starts the cluster.
   *
   * @param folder place of its configuration and of logs
   * @param nodes number of node managers
   * @param megabytes memory of the containers of each node
   */
  YarnCluster(Path folder, int nodes, int megabytes) throws IOException {
    this(folder, nodes, megabytes, new Configuration(), "");
  }

  /**
   * Starts the cluster.
   *
   * @param base settings of Hadoop, such as those of a file system with Kerberos
   * @param options options of every Java virtual machine; may be empty
   */
  YarnCluster(Path folder, int nodes, int megabytes, Configuration base, String options)
      throws IOException {
    this.options = options;
    YarnConfiguration settings = new YarnConfiguration(base);
    settings.setInt(YarnConfiguration.NM_PMEM_MB, megabytes);
    settings.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 256);
    settings.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
    // A disk of more than 90 % makes a node unhealthy, whatever is free.
    settings.setBoolean(YarnConfiguration.NM_DISK_HEALTH_CHECK_ENABLE, false);
    settings.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
    settings.set("yarn.scheduler.capacity.root.queues", "default");
    settings.set("yarn.scheduler.capacity.root.default.capacity", "100");
    cluster = new MiniYARNCluster("lautum", nodes, 1, 1);
    cluster.init(settings);
    cluster.start();
    home = Files.createDirectory(folder.resolve("spark-home"));
    configuration = Files.createDirectory(folder.resolve("hadoop-conf"));
    for (String file : List.of("core-site.xml", "yarn-site.xml")) {
      try (OutputStream out = Files.newOutputStream(configuration.resolve(file))) {
        new Configuration(cluster.getConfig()).writeXml(out);
      }
    }
  }

  /**
   * Submits the program.
   *
   * @param submitOptions options of spark-submit
   * @param arguments arguments of the program
   * @param log file for standard output and standard error
   * @return process of spark-submit, in which the driver runs in client mode
   */
  Process begin(List<String> submitOptions, List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>(List.of(Host.java()));
    command.addAll(Host.passedOn("--add-opens.*|-XX:\\+Ignore.*|-Dorg\\..*"));
    command.addAll(List.of(Host.QUICK_COMPILER, "-Xmx1g"));
    if (!options.isEmpty()) {
      command.add(options);
    }
    command.addAll(List.of("-cp", TestClassPath.all() + ":" + configuration));
    command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", "yarn"));
    conf(command, "spark.ui.enabled", "false");
    conf(command, "spark.executor.memory", "512m");
    conf(command, "spark.executor.memoryOverhead", "768m");
    conf(command, "spark.driver.memory", "768m");
    conf(command, "spark.driver.memoryOverhead", "768m");
    conf(command, "spark.executor.cores", "1");
    conf(command, "spark.scheduler.minRegisteredResourcesRatio", "1.0");
    conf(command, "spark.yarn.maxAppAttempts", "1");
    // Otherwise Spark would look for its installation and send all jars there.
    conf(
        command, "spark.yarn.jars", "local:" + TestClassPath.matching(".*/spark-core_[^/]*\\.jar"));
    String javaHome = System.getProperty("java.home");
    for (String role : List.of("driver", "executor")) {
      conf(command, "spark." + role + ".extraClassPath", TestClassPath.all());
      conf(
          command,
          "spark." + role + ".extraJavaOptions",
          Host.QUICK_COMPILER + " -Dorg.eclipse.deeplearning4j.helpers.disable=false " + options);
    }
    for (String environment : List.of("spark.yarn.appMasterEnv.", "spark.executorEnv.")) {
      conf(command, environment + "JAVA_HOME", javaHome);
      Host.ENVIRONMENT.forEach((name, value) -> conf(command, environment + name, value));
    }
    if (!options.isEmpty()) {
      // Of the application master in client mode, which is neither a driver nor an executor.
      conf(command, "spark.yarn.am.extraJavaOptions", options);
    }
    command.addAll(submitOptions);
    // The classes are on every class path, so there is no jar to send.
    command.addAll(List.of("--class", "io.lautum.cli.Main", "spark-internal"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Host.environment(builder, home, "127.0.0.1");
    builder.environment().put("HADOOP_CONF_DIR", configuration.toString());
    Process job = builder.redirectOutput(log.toFile()).start();
    jobs.add(job);
    return job;
  }

  /** Returns the processes of containers whose command line contains a text. */
  static List<ProcessHandle> containers(String text) {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().arguments().stream().anyMatch(all -> has(all, text)))
        .toList();
  }

  private static boolean has(String[] arguments, String text) {
    return Stream.of(arguments).anyMatch(argument -> argument.contains(text));
  }

  private static void conf(List<String> command, String key, String value) {
    command.addAll(List.of("--conf", key + "=" + value));
  }

  @Override
  public void close() throws IOException {
    jobs.forEach(Process::destroyForcibly);
    cluster.close();
  }
}
