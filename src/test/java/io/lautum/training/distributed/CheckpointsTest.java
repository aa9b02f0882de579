package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class CheckpointsTest {
  @TempDir java.nio.file.Path temporary;
  private java.nio.file.Path folder;
  private final FileSystem files = LocalFiles.open();

  @BeforeEach
  void name() {
    folder = temporary.resolve("checkpoint");
  }

  @Test
  void survivesRoundTrip() throws IOException {
    TrainingState state =
        new TrainingState(
            new float[] {1, -2.5f, Float.MIN_VALUE},
            new float[] {3},
            70,
            new TreeMap<>(Map.of("first", new double[] {1e-300, 2}, "second", new double[0])),
            List.of(new TreeMap<>(), new TreeMap<>(Map.of("üñ", new double[] {Math.PI}))));
    checkpoints(1).save(state, 7, 10);
    assertThat(checkpoints(1).latest()).get().usingRecursiveComparison().isEqualTo(state);
  }

  @Test
  void missingOrEmptyFolderHasNoCheckpoint() throws IOException {
    assertThat(checkpoints(1).latest()).isEmpty();
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("configuration.json"), "{}");
    assertThat(checkpoints(1).latest()).isEmpty();
  }

  @Test
  void savesAtIntervalExceptAfterLastRoundAndKeepsTwo() throws IOException {
    for (int round = 1; round <= 12; round++) {
      checkpoints(3).save(state(round), round, 12);
    }
    assertThat(saved()).containsExactly("round-00000006.bin", "round-00000009.bin");
    assertThat(checkpoints(3).latest()).get().extracting(TrainingState::iteration).isEqualTo(9);
  }

  @Test
  void keepsConfiguredNumber() throws IOException {
    for (int round = 1; round <= 9; round++) {
      new Checkpoints(files, new Path(folder.toUri()), 1, 4).save(state(round), round, 20);
    }
    assertThat(saved()).hasSize(4).startsWith("round-00000006.bin").endsWith("round-00000009.bin");
  }

  /** Runs with and without the checksum files of Hadoop's local file system. */
  @ParameterizedTest
  @CsvSource({"0, true", "5, true", "40, true", "0, false", "5, false", "40, false", "59, false"})
  void flippedByteFallsBackToPreviousCheckpoint(int at, boolean sums) throws IOException {
    saveTwo(sums);
    java.nio.file.Path newest = folder.resolve("round-00000002.bin");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[at] ^= 0x10;
    Files.write(newest, bytes);
    assertThat(checkpoints(1).latest()).get().usingRecursiveComparison().isEqualTo(state(1));
  }

  @ParameterizedTest
  @CsvSource({"0, true", "11, true", "50, true", "0, false", "11, false", "12, false", "50, false"})
  void truncatedFileFallsBackToPreviousCheckpoint(int length, boolean sums) throws IOException {
    saveTwo(sums);
    java.nio.file.Path newest = folder.resolve("round-00000002.bin");
    Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), length));
    assertThat(checkpoints(1).latest()).get().usingRecursiveComparison().isEqualTo(state(1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noneIsFoundIfAllAreDamaged(boolean sums) throws IOException {
    saveTwo(sums);
    Files.write(folder.resolve("round-00000001.bin"), new byte[80]);
    Files.write(folder.resolve("round-00000002.bin"), new byte[80]);
    assertThat(checkpoints(1).latest()).isEmpty();
  }

  @Test
  void damagedCheckpointIsReplacedWhenItsRoundIsRepeated() throws IOException {
    saveTwo(false);
    Files.write(folder.resolve("round-00000002.bin"), new byte[80]);
    checkpoints(1).save(state(2), 2, 9);
    assertThat(checkpoints(1).latest()).get().usingRecursiveComparison().isEqualTo(state(2));
  }

  @Test
  void checkpointOfVersion01IsRejected() throws IOException {
    saveTwo(false);
    java.nio.file.Path newest = folder.resolve("round-00000002.bin");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[3] = '1';
    Files.write(newest, bytes);
    assertThat(checkpoints(1).latest()).get().usingRecursiveComparison().isEqualTo(state(1));
  }

  private void saveTwo(boolean sums) throws IOException {
    checkpoints(1).save(state(1), 1, 9);
    checkpoints(1).save(state(2), 2, 9);
    if (!sums) {
      for (int round = 1; round <= 2; round++) {
        Files.delete(folder.resolve(".round-%08d.bin.crc".formatted(round)));
      }
    }
  }

  private static TrainingState state(int iteration) {
    return new TrainingState(
        new float[] {1, 2, iteration},
        new float[] {4, 5},
        iteration,
        new TreeMap<>(Map.of("a", new double[] {iteration})),
        List.of());
  }

  private Checkpoints checkpoints(int every) {
    return new Checkpoints(files, new Path(folder.toUri()), every, 2);
  }

  private List<String> saved() throws IOException {
    try (Stream<java.nio.file.Path> found = Files.list(folder)) {
      return found
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }
}
