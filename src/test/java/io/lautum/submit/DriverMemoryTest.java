package io.lautum.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.submit.ExternalProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls the functions of {@code submit/memory.sh}, with an imitated machine. */
class DriverMemoryTest {
  private static final long GIB = 1L << 30;

  @TempDir Path temp;
  private Path system;

  @BeforeEach
  void machineOf8Gibibytes() throws IOException {
    system = temp.resolve("a system");
    file("proc/meminfo", "MemTotal:        8388608 kB\nMemFree:          100000 kB\n");
    file("proc/self/cgroup", "0::/\n");
  }

  @Test
  void machineWithoutLimitsGivesAllItsMemory() throws Exception {
    file("sys/fs/cgroup/memory.max", "max\n");

    assertThat(usable()).isEqualTo("8192");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "user.slice/", "user.slice/user-7.slice/", "user.slice/user-7.slice/job 1/"})
  void limitOfAnyContainingGroupCounts(String group) throws Exception {
    file("proc/self/cgroup", "0::/user.slice/user-7.slice/job 1\n");
    file("sys/fs/cgroup/memory.max", "max\n");
    file("sys/fs/cgroup/user.slice/user-7.slice/job 1/memory.max", (7 * GIB) + "\n");
    file("sys/fs/cgroup/" + group + "memory.max", (3 * GIB) + "\n");

    assertThat(usable()).isEqualTo("3072");
  }

  @Test
  void limitOfAGroupOfVersion1Counts() throws Exception {
    file("proc/self/cgroup", "9:name=systemd:/\n4:cpu,memory:/slurm/uid_7/job_1\n0::/\n");
    // The number that means no limit in version 1.
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    file("sys/fs/cgroup/memory/slurm/uid_7/memory.limit_in_bytes", (2 * GIB) + "\n");

    assertThat(usable()).isEqualTo("2048");
  }

  @Test
  void systemWithoutControlGroupsGivesAllItsMemory() throws Exception {
    Files.delete(system.resolve("proc/self/cgroup"));
    assertThat(usable()).isEqualTo("8192");

    file("proc/self/cgroup", "0::no path\n::\n");
    assertThat(usable()).isEqualTo("8192");
  }

  @Test
  void containerThatSeesTheHostsPathHasTheLimitOfItsRoot() throws Exception {
    file("proc/self/cgroup", "4:memory:/docker/0123\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", (5 * GIB) + "\n");

    assertThat(usable()).isEqualTo("5120");
  }

  @ParameterizedTest
  @ValueSource(ints = {700, 1024, 2048, 3072, 4096, 8192, 24000, 500_000})
  void heapArraysAndRestStayBelow85Percent(int usable) throws Exception {
    int[] sizes = divide(usable, "", 0);

    assertThat(sizes[2]).isEqualTo((int) (usable * 85L / 100));
    assertThat(sizes[2] - sizes[0] - sizes[1]).isBetween(Math.min(usable / 5, 1023), 1024);
    assertThat(sizes[1]).isGreaterThanOrEqualTo(Math.min(sizes[0], 4096) - 1);
  }

  @ParameterizedTest
  @CsvSource({"3g, 3072", "800m, 800", "1048576k, 1024", "536870912, 512"})
  void wantedHeapThatFitsIsKept(String wanted, int heap) throws Exception {
    int[] sizes = divide(8192, wanted, 0);

    assertThat(sizes[0]).isEqualTo(heap);
    assertThat(sizes[1]).isEqualTo(6963 - 1024 - heap);
  }

  @Test
  void wantedHeapThatLeavesNothingForArraysIsCut() throws Exception {
    Outcome outcome = call("divide_memory 3072 4g 0; echo $heap");

    assertThat(outcome.out()).isEqualTo("1469\n");
    assertThat(outcome.err())
        .isEqualTo(
            "lautum: --driver-memory 4g is cut to 1469 MiB, as this process may use 3072 MiB of"
                + " memory\n");
  }

  @Test
  void tooLittleMemoryForAGpuIsOneLine() throws Exception {
    Outcome outcome = call("divide_memory 2000 '' 2048");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo("bash: this process may use 2000 MiB of memory, but needs at least 5818 MiB\n");
  }

  private String usable() throws Exception {
    return call("usable_memory '" + system + "'").out().strip();
  }

  private int[] divide(int usable, String wanted, int gpu) throws Exception {
    String call = "divide_memory %d '%s' %d; echo $heap $off_heap $process";
    String[] sizes = call(call.formatted(usable, wanted, gpu)).out().strip().split(" ");
    return Arrays.stream(sizes).mapToInt(Integer::parseInt).toArray();
  }

  private Outcome call(String commands) throws Exception {
    String sources = "set -euo pipefail; source submit/environment.sh; source submit/memory.sh; ";
    return ExternalProgram.run(temp, Map.of(), List.of("bash", "-c", sources + commands));
  }

  private void file(String name, String content) throws IOException {
    Path file = system.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
