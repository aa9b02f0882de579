package io.lautum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Spark standalone cluster on the loopback interface for integration tests: a master and
 * workers in separate processes, with the class path of the test. The system chooses every port, so
 * that several clusters can run at the same time.
 *
 * <p>Executors see the test's class path too: the main class of a job may be a test class.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final Duration JOB_LIMIT = Duration.ofMinutes(10);

  private final Path home;
  private final Map<String, String> properties;
  private final Host masterHost;
  private final List<Process> daemons = new ArrayList<>();
  private final List<Process> jobs = new ArrayList<>();
  private String masterUrl;
  private String webUrl;

  private StandaloneCluster(Path home, Map<String, String> properties, Host masterHost) {
    this.home = home;
    this.properties = properties;
    this.masterHost = masterHost;
  }

  /**
   * Starts a master and workers and waits until the master counts all of them as alive.
   *
   * @param workers number of worker processes
   * @param coresPerWorker number of tasks that a worker runs at the same time
   * @param memoryPerWorker memory for the heaps of a worker's executors, such as {@code 1g}
   */
  public static StandaloneCluster start(int workers, int coresPerWorker, String memoryPerWorker)
      throws IOException, InterruptedException {
    return start(workers, coresPerWorker, memoryPerWorker, Map.of());
  }

  /**
   * Calls {@link #start(int, int, String)} with Spark settings that all processes must have.
   *
   * @param properties settings of master, workers and drivers
   */
  public static StandaloneCluster start(
      int workers, int coresPerWorker, String memoryPerWorker, Map<String, String> properties)
      throws IOException, InterruptedException {
    return start(
        Host.LOOPBACK,
        Collections.nCopies(workers, Host.LOOPBACK),
        coresPerWorker,
        memoryPerWorker,
        properties,
        jar -> false);
  }

  /**
   * Calls {@link #start(int, int, String, Map)} on several hosts, or with an installation of Spark
   * that has jars. The jobs of {@link #begin} need none, because they bring their class path.
   *
   * @param masterHost host of the master and of drivers
   * @param workers host of each worker
   * @param jars jars of the test's class path that the installation has
   */
  public static StandaloneCluster start(
      Host masterHost,
      List<Host> workers,
      int coresPerWorker,
      String memoryPerWorker,
      Map<String, String> properties,
      Predicate<Path> jars)
      throws IOException, InterruptedException {
    StandaloneCluster cluster =
        new StandaloneCluster(
            Files.createTempDirectory("standalone-cluster"), properties, masterHost);
    try {
      TestClassPath.linkJars(Files.createDirectory(cluster.home.resolve("jars")), jars);
      cluster.startMaster();
      for (int i = 0; i < workers.size(); i++) {
        cluster.startWorker(i, workers.get(i), coresPerWorker, memoryPerWorker);
      }
      cluster.awaitWorkers(workers.size());
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Returns the folder that serves as an installation of Spark, with jars in {@code jars}. */
  public Path home() {
    return home;
  }

  /** Returns the address of the master, {@code spark://127.0.0.1:PORT}. */
  public String masterUrl() {
    return masterUrl;
  }

  /** Returns the master's information about itself, its workers and its applications. */
  public JsonNode state() throws IOException {
    URL url = URI.create(webUrl + "/json/").toURL();
    return new ObjectMapper().readTree(url);
  }

  /**
   * Submits a job in client mode and waits for its end.
   *
   * @param mainClass class on the test's class path
   * @param sparkArgs options of spark-submit, which override those set here
   * @param args arguments of the job
   * @param log file for the driver's standard output and standard error
   * @return exit code of the driver
   * @throws IllegalStateException if the job runs for more than ten minutes; contains the end of
   *     the log
   */
  public int submit(String mainClass, List<String> sparkArgs, List<String> args, Path log)
      throws IOException, InterruptedException {
    Process job = begin(mainClass, sparkArgs, args, log);
    if (!job.waitFor(JOB_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      destroy(List.of(job));
      throw new IllegalStateException(
          "%s ran for more than %s; the end of its log:%n%s"
              .formatted(mainClass, JOB_LIMIT, new ProcessLog(log).tail()));
    }
    return job.exitValue();
  }

  /**
   * Submits a job in client mode.
   *
   * @return process of the driver
   */
  public Process begin(String mainClass, List<String> sparkArgs, List<String> args, Path log)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit", "--master", masterUrl));
    conf(command, "spark.driver.host", masterHost.address());
    conf(command, "spark.driver.bindAddress", masterHost.address());
    conf(command, "spark.ui.enabled", "false");
    conf(command, "spark.executor.memory", "512m");
    conf(command, "spark.executor.extraClassPath", TestClassPath.all());
    conf(
        command,
        "spark.executor.extraJavaOptions",
        String.join(" ", ClassArchive.options())
            + " "
            + Host.QUICK_COMPILER
            + " -Dorg.eclipse.deeplearning4j.helpers.disable=false"
            + " -Dorg.bytedeco.javacpp.maxbytes=1G -Dorg.bytedeco.javacpp.maxphysicalbytes=3G");
    command.addAll(sparkArgs);
    // The classes are on every class path, so there is no jar to send.
    command.addAll(List.of("--class", mainClass, "spark-internal"));
    command.addAll(args);
    Process job = masterHost.java(home, properties, "1g", TestClassPath.all(), command, log);
    jobs.add(job);
    return job;
  }

  /**
   * Returns the executors of all workers, which are the processes that the workers have started.
   */
  public List<ProcessHandle> executors() {
    return daemons.stream().skip(1).flatMap(Process::children).toList();
  }

  /** Kills the last worker and its executors; the master starts none in its place. */
  public void loseWorker() {
    Process worker = daemons.remove(daemons.size() - 1);
    destroy(List.of(worker));
  }

  /** Ends every process that was started here, with all descendants. */
  @Override
  public void close() throws IOException {
    destroy(jobs);
    destroy(daemons);
    Files.walkFileTree(
        home,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void startMaster() throws IOException, InterruptedException {
    Path log = home.resolve("master.log");
    Process master =
        daemon(
            masterHost,
            log,
            "org.apache.spark.deploy.master.Master",
            List.of("--host", masterHost.address(), "--port", "0", "--webui-port", "0"));
    ProcessLog lines = new ProcessLog(log);
    masterUrl = lines.await(master, Pattern.compile("Starting Spark master at (spark://\\S+)"));
    webUrl = lines.await(master, Pattern.compile("MasterWebUI.* started at (http://\\S+)"));
  }

  private void startWorker(int number, Host host, int cores, String memory) throws IOException {
    daemon(
        host,
        workerLog(number).file(),
        "org.apache.spark.deploy.worker.Worker",
        List.of(
            "--host",
            host.address(),
            "--port",
            "0",
            "--webui-port",
            "0",
            "--cores",
            Integer.toString(cores),
            "--memory",
            memory,
            "-d",
            home.resolve("worker-" + number).toString(),
            masterUrl));
  }

  private void awaitWorkers(int workers) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + ProcessLog.START_LIMIT.toNanos();
    while (state().path("aliveworkers").asInt() < workers) {
      for (int i = 1; i < daemons.size(); i++) {
        if (!daemons.get(i).isAlive()) {
          throw workerLog(i - 1).notStarted("worker " + (i - 1));
        }
      }
      if (System.nanoTime() > deadline) {
        throw workerLog(0).notStarted("the last of " + workers + " workers");
      }
      Thread.sleep(100);
    }
  }

  private ProcessLog workerLog(int number) {
    return new ProcessLog(home.resolve("worker-" + number + ".log"));
  }

  private Process daemon(Host host, Path log, String mainClass, List<String> args)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(mainClass));
    command.addAll(args);
    Process process = host.java(home, properties, "512m", TestClassPath.shared(), command, log);
    daemons.add(process);
    return process;
  }

  private static void conf(List<String> command, String key, String value) {
    command.add("--conf");
    command.add(key + "=" + value);
  }

  private static void destroy(List<Process> processes) {
    // Descendants are ended first, because an executor outlives a killed worker.
    List<ProcessHandle> handles =
        processes.stream()
            .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process.toHandle())))
            .toList();
    handles.forEach(ProcessHandle::destroyForcibly);
    handles.forEach(
        handle -> handle.onExit().completeOnTimeout(handle, 10, TimeUnit.SECONDS).join());
  }
}
