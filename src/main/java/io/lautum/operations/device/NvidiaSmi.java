package io.lautum.operations.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the driver's own program says of the GPUs of this machine or container. */
public final class NvidiaSmi {
  private static final int SECONDS = 20;
  private static final String QUERY = "index,uuid,name,driver_version,memory.total,memory.free";

  private NvidiaSmi() {}

  /**
   * One GPU.
   *
   * @param memory in all, MiB
   * @param free memory, MiB
   */
  public record Gpu(
      String index, String uuid, String name, String driver, String memory, String free) {
    @Override
    public String toString() {
      return "%s: %s, driver %s, %s MiB of which %s free"
          .formatted(index, name, driver, memory, free);
    }
  }

  /** All GPUs; none where the program is missing, fails or hangs. */
  public static List<Gpu> gpus() {
    return gpus("nvidia-smi");
  }

  static List<Gpu> gpus(String program) {
    Path output = null;
    try {
      // To a file: reading a pipe of a program that hangs would hang as well.
      output = Files.createTempFile("nvidia-smi", ".csv");
      Process process =
          new ProcessBuilder(program, "--query-gpu=" + QUERY, "--format=csv,noheader,nounits")
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return List.of();
      }
      return process.exitValue() == 0
          ? parse(Files.readString(output, StandardCharsets.UTF_8))
          : List.of();
    } catch (IOException e) {
      // No such program is what a machine without GPUs has.
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      delete(output);
    }
  }

  private static List<Gpu> parse(String csv) {
    return csv.lines()
        .map(line -> line.split(" *, *"))
        .filter(field -> field.length == QUERY.split(",").length)
        .map(field -> new Gpu(field[0].strip(), field[1], field[2], field[3], field[4], field[5]))
        .toList();
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A temporary file that the system will remove.
      file.toFile().deleteOnExit();
    }
  }
}
