package io.lautum.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.experiment.storage.Json;
import io.lautum.experiment.storage.JsonRecord;
import io.lautum.experiment.storage.Timestamp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.Manifest;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The software and hardware of a run, without names of hosts and users and without secrets. A value
 * that cannot be determined is {@code unknown}.
 *
 * @param time time of collection, ISO 8601 in UTC
 * @param command command line that repeats the run
 * @param revision git revision that the jar was built from
 * @param version version of this project
 * @param backend class of ND4J's backend
 * @param blas vendor of the backend's BLAS
 * @param processors logical processors that the driver may use
 * @param libraries versions of native libraries
 * @param environment environment variables that are set and change numerical results
 * @param engineChoices devices of trainings and what engines chose on them, by the training's
 *     folder; empty for engines that choose nothing
 */
public record Provenance(
    @JsonProperty(required = true) String time,
    @JsonProperty(required = true) String command,
    String revision,
    String version,
    String java,
    String spark,
    String dl4j,
    String nd4j,
    String backend,
    String blas,
    String os,
    int processors,
    Map<String, String> libraries,
    Map<String, String> environment,
    Map<String, String> engineChoices)
    implements JsonRecord {

  /** The file's name in an experiment's directory. */
  public static final String FILE = "provenance.json";

  private static final String UNKNOWN = "unknown";
  private static final List<String> VARIABLES =
      List.of("OPENBLAS_CORETYPE", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS");

  public Provenance {
    libraries = libraries == null ? Map.of() : Map.copyOf(libraries);
    environment = environment == null ? Map.of() : Map.copyOf(environment);
    engineChoices =
        engineChoices == null
            ? Map.of()
            : Collections.unmodifiableSortedMap(new TreeMap<>(engineChoices));
  }

  /**
   * Collects the provenance of this process; starts ND4J if it is not running yet.
   *
   * @param command command of the launcher, such as {@code run}
   * @param args arguments of that command
   * @param engineChoices devices of trainings and what engines chose on them, by the training's
   *     folder
   */
  public static Provenance collect(
      String command, List<String> args, Map<String, String> engineChoices) {
    Map<String, String> environment = new TreeMap<>();
    for (String variable : VARIABLES) {
      String value = System.getenv(variable);
      if (value != null) {
        environment.put(variable, value);
      }
    }
    String[] nd4j = backendAndBlas();
    return new Provenance(
        Timestamp.now(),
        ReproducibleCommand.of(command, args),
        builtRevision(),
        artifactVersion("io.lautum", "lautum-spark"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
        artifactVersion("org.apache.spark", "spark-core_2.12"),
        artifactVersion("org.deeplearning4j", "deeplearning4j-core"),
        artifactVersion("org.nd4j", "nd4j-api"),
        nd4j[0],
        nd4j[1],
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        Map.of(
            "OpenBLAS",
            artifactVersion("org.bytedeco", "openblas"),
            "oneDNN",
            artifactVersion("org.bytedeco", "dnnl"),
            "JavaCPP",
            artifactVersion("org.bytedeco", "javacpp")),
        environment,
        engineChoices);
  }

  /**
   * Reads {@code provenance.json}; unknown fields are ignored.
   *
   * @throws io.lautum.DataException if the content is not JSON of this form
   */
  public static Provenance read(InputStream in, String name) {
    return Json.read(in, name, "an object with time and command", Provenance.class);
  }

  private static String[] backendAndBlas() {
    try {
      Object vendor = Nd4j.getExecutioner().getEnvironmentInformation().get("blas.vendor");
      return new String[] {
        Nd4j.getBackend().getClass().getName(), vendor == null ? UNKNOWN : vendor.toString()
      };
    } catch (LinkageError | RuntimeException e) {
      // A report must not need a working backend; its absence is recorded.
      return new String[] {"not available (" + e.getClass().getSimpleName() + ")", UNKNOWN};
    }
  }

  /** Returns the version that Maven wrote into the artifact's jar. */
  private static String artifactVersion(String group, String artifact) {
    String resource = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    Properties properties = new Properties();
    try (InputStream in = Provenance.class.getResourceAsStream(resource)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      return UNKNOWN;
    }
    return properties.getProperty("version", UNKNOWN);
  }

  private static String builtRevision() {
    String self = "/" + Provenance.class.getName().replace('.', '/') + ".class";
    String location = String.valueOf(Provenance.class.getResource(self));
    String manifest = location.replace(self, "/META-INF/MANIFEST.MF");
    try (InputStream in = URI.create(manifest).toURL().openStream()) {
      String build = new Manifest(in).getMainAttributes().getValue("Implementation-Build");
      return build == null ? UNKNOWN : build;
    } catch (IOException e) {
      // Classes in a folder, for example in a test, have no manifest.
      return UNKNOWN;
    }
  }
}
