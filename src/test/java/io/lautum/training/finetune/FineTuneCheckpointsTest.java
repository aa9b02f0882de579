package io.lautum.training.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.report.tracking.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FineTuneCheckpointsTest {
  private static final String NEWEST = "step-00000014.bin";
  private static final String PREVIOUS = "step-00000007.bin";

  @TempDir Path folder;

  @BeforeEach
  void createFolder() throws IOException {
    Files.createDirectory(folder.resolve("checkpoint"));
  }

  @Test
  void keepsTheNewestTwoAndNoneOfTheLastStep() throws IOException {
    training().resume(5);
    assertThat(files()).containsExactly("step-00000020.bin", "step-00000025.bin");
  }

  @ParameterizedTest
  @CsvSource({"0, true", "200, true", "0, false", "70, false", "200, false"})
  void flippedByteFallsBackToPreviousCheckpoint(int at, boolean sums) throws IOException {
    float[] expected = training().whole();
    training().interrupt(7, 17);
    change(NEWEST, at, sums);
    assertResumes(expected, NEWEST, "resumes at step 7 of 30");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11, 3000})
  void truncatedFileFallsBackToPreviousCheckpoint(int length) throws IOException {
    float[] expected = training().whole();
    training().interrupt(7, 17);
    withoutSums();
    Path newest = folder.resolve("checkpoint").resolve(NEWEST);
    Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), length));
    assertResumes(expected, NEWEST, "resumes at step 7 of 30");
  }

  @Test
  void trainingStartsAgainIfAllAreDamaged() throws IOException {
    float[] expected = training().whole();
    training().interrupt(7, 17);
    change(NEWEST, 100, false);
    change(PREVIOUS, 100, false);
    try (CapturedLog log = new CapturedLog(FineTuneCheckpoints.class)) {
      assertThat(training().resume(20)).isEqualTo(expected);
      assertThat(log.lines()).hasSize(2).allMatch(line -> line.startsWith("WARN"));
    }
    assertThat(files()).containsExactly("step-00000020.bin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "configuration", "images", "stage"})
  void checkpointOfOtherTrainingIsNotUsed(String difference) throws IOException {
    training().interrupt(7, 17);
    SmallTraining other =
        switch (difference) {
          case "configuration" -> training("fixmatch", "finetune.learning-rate=0.02");
          case "stage" -> training("freematch");
          default -> training();
        };
    if (difference.equals("seed")) {
      other.withSeed(2);
    } else if (difference.equals("images")) {
      other.examples().labelled()[3][2]++;
    }
    float[] expected = other.whole();
    try (CapturedLog log = new CapturedLog(FineTuneCheckpoints.class)) {
      assertThat(other.resume(7)).isEqualTo(expected);
      assertThat(log.lines())
          .hasSize(2)
          .allMatch(
              line ->
                  line.endsWith(
                      ": is from a training with another configuration, start or data; it is not"
                          + " used"));
    }
    assertThat(files()).containsExactly("step-00000021.bin", "step-00000028.bin");
  }

  /** A copy of a task may still train when another one has finished the model. */
  @Test
  void nothingIsSavedWithoutTheFolder() throws IOException {
    Files.delete(folder.resolve("checkpoint"));
    assertThat(training().resume(7)).isEqualTo(training().whole());
    assertThat(folder.resolve("checkpoint")).doesNotExist();
  }

  @Test
  void copiesOfATaskDoNotDisturbEachOther() throws Exception {
    float[] expected = training().whole();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<float[]>> copies =
          Stream.generate(this::training)
              .limit(3)
              .map(copy -> threads.submit(() -> copy.resume(1)))
              .toList();
      for (Future<float[]> copy : copies) {
        assertThat(copy.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(files()).containsExactly("step-00000028.bin", "step-00000029.bin");
    training().resume(1);
    try (Stream<Path> all = Files.list(folder.resolve("checkpoint"))) {
      assertThat(all.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  @Test
  void travelsToExecutors() {
    FineTuneCheckpoints checkpoints = training().checkpoints(7).below("part-1");
    FineTuneCheckpoints copy = SerializationUtils.clone(checkpoints);
    assertThat(copy.folder()).isEqualTo(checkpoints.folder()).endsWith("checkpoint/part-1");
    assertThat(copy.model()).isEqualTo("model, part-1");
    assertThat(copy.hadoop().get().size()).isEqualTo(checkpoints.hadoop().get().size());
  }

  private void assertResumes(float[] expected, String damaged, String message) {
    try (CapturedLog log = new CapturedLog(FineTuneCheckpoints.class)) {
      assertThat(training().resume(7)).isEqualTo(expected);
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0)).startsWith("WARN fine-tuning of model: ").contains(damaged);
      assertThat(log.lines().get(1)).contains(message);
    }
  }

  private SmallTraining training() {
    return training("fixmatch");
  }

  private SmallTraining training(String stage, String... keys) {
    return new SmallTraining(folder, stage, "onednn", "mlp", keys);
  }

  /** Flips a bit, with or without the checksum files of Hadoop's local file system. */
  private void change(String name, int at, boolean sums) throws IOException {
    Path file = folder.resolve("checkpoint").resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 0x10;
    Files.write(file, bytes);
    if (!sums) {
      withoutSums();
    }
  }

  private void withoutSums() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("checkpoint"))) {
      for (Path file : all.filter(one -> one.toString().endsWith(".crc")).toList()) {
        Files.delete(file);
      }
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("checkpoint"))) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }
}
