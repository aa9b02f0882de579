package io.lautum.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * The machine on which a benchmark ran.
 *
 * @param processor model of the processor
 * @param cores number of cores that this process may use
 * @param vectorUnits processor flags that matter for matrix products
 * @param memoryGiB memory of the machine in GiB
 * @param kernel name and version of the operating system
 * @param java version of the Java virtual machine
 */
record Machine(
    String processor,
    int cores,
    List<String> vectorUnits,
    long memoryGiB,
    String kernel,
    String java) {
  private static final List<String> VECTOR_UNITS =
      List.of("avx2", "avx512f", "avx512_bf16", "avx512_fp16", "amx_tile", "amx_bf16", "amx_int8");

  static Machine here() throws IOException {
    Path processors = Path.of("/proc/cpuinfo");
    Set<String> flags = Set.of(value(processors, "flags").split(" +"));
    String memory = value(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
    return new Machine(
        value(processors, "model name"),
        Runtime.getRuntime().availableProcessors(),
        VECTOR_UNITS.stream().filter(flags::contains).toList(),
        Math.round(Long.parseLong(memory) / 1024.0 / 1024),
        // The part after a hyphen, which names a build, is omitted.
        "%s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version").replaceFirst("-.*", "")),
        "%s (%s)".formatted(Runtime.version(), System.getProperty("java.vm.vendor")));
  }

  /** Returns the version in the Maven properties of the jar that contains a class. */
  static String version(Class<?> from, String group, String artefact) throws IOException {
    String resource = "/META-INF/maven/%s/%s/pom.properties".formatted(group, artefact);
    try (InputStream in = from.getResourceAsStream(resource)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "of unknown version");
    }
  }

  private static String value(Path file, String key) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.matches(key + "\\s*:.*"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown");
    }
  }
}
