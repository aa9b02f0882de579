package io.lautum.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fuzzes every reader for a short time with fixed inputs; the profile {@code fuzz} does so for
 * minutes.
 */
class ReadersFuzzTest {
  private static final int INPUTS = 250;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Readers.class)
  void acceptsOrRejectsMutatedInput(Readers reader) throws IOException {
    FuzzTarget target = reader.target(folder);
    for (byte[] seed : target.seeds()) {
      assertThat(FuzzOracle.accepts(target, seed)).isTrue();
    }
    Mutator mutator = new Mutator(reader.ordinal());
    for (int i = 0; i < INPUTS; i++) {
      FuzzOracle.accepts(target, mutator.next(target.seeds()));
    }
  }

  /** Kills and full disks leave cut files. */
  @ParameterizedTest
  @EnumSource(Readers.class)
  void acceptsOrRejectsEveryCutInput(Readers reader) throws IOException {
    FuzzTarget target = reader.target(folder);
    byte[] seed = target.seeds().get(0);
    List<Integer> accepted = new ArrayList<>();
    int step = Math.max(1, seed.length / 100);
    for (int length = 0; length < seed.length; length += step) {
      if (FuzzOracle.accepts(target, Arrays.copyOf(seed, length))) {
        accepted.add(length);
      }
    }
    if (reader.tellsACut()) {
      assertThat(accepted).isEmpty();
    }
  }
}
