package io.lautum.operations.device;

import io.lautum.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The GPUs of this machine or container as reported by the driver's program nvidia-smi. */
public final class NvidiaSmi {
  private static final int SECONDS = 20;
  private static final String QUERY = "index,uuid,name,driver_version,memory.total,memory.free";

  private NvidiaSmi() {}

  /**
   * One GPU.
   *
   * @param memory total memory, MiB
   * @param free free memory, MiB
   */
  public record Gpu(
      String index, String uuid, String name, String driver, String memory, String free) {
    @Override
    public String toString() {
      return Text.format(
          "%s: %s, driver %s, %s MiB of which %s free", index, name, driver, memory, free);
    }
  }

  /** Returns all GPUs; none if the program is missing, fails or hangs. */
  public static List<Gpu> gpus() {
    return gpus("nvidia-smi");
  }

  static List<Gpu> gpus(String program) {
    Path output = null;
    try {
      // A file is used because reading a pipe of a program that hangs would hang as well.
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
      // A machine without GPUs has no such program.
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
      // The system will remove the temporary file.
      file.toFile().deleteOnExit();
    }
  }
}
