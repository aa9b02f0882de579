package io.lautum.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.operations.device.NvidiaSmi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {
  private static final long GIB = 1L << 30;

  @TempDir Path folder;

  @Test
  void onlyJava17Passes() {
    assertThat(new JavaVersionCheck("17.0.15").run().ok()).isTrue();
    assertThat(new JavaVersionCheck("25").run().detail()).isEqualTo("got [25], expected [17]");
    assertThat(new JavaVersionCheck("11.0.2").run().ok()).isFalse();
    CheckResult unreadable = new JavaVersionCheck("1.x").outcome();
    assertThat(unreadable.ok()).isFalse();
    assertThat(unreadable.detail()).contains("1.x");
  }

  @Test
  void nd4jProductAgreesWithJavas() {
    CheckResult result = new Nd4jBackendCheck().outcome();

    assertThat(result.ok()).as(result.detail()).isTrue();
    assertThat(result.detail()).contains("CpuBackend").contains("OPENBLAS");
  }

  @Test
  void gpusThatSparkAssignedMustBeUsed() {
    CheckResult none = new GpuCheck(List.of(), false, false, Optional.empty(), List.of()).run();
    assertThat(none.ok()).isTrue();
    assertThat(none.detail()).isEqualTo("none from Spark, ND4J computes on the CPU");

    List<NvidiaSmi.Gpu> gpus =
        List.of(new NvidiaSmi.Gpu("1", "GPU-a", "Tesla T4", "535.1", "15360", "15000"));
    CheckResult old =
        new GpuCheck(List.of("1"), false, false, Optional.of("the driver is old; update it"), gpus)
            .run();
    assertThat(old.ok()).isFalse();
    assertThat(old.detail())
        .isEqualTo(
            "from Spark [1], but the engine cudnn cannot use them; 1: Tesla T4, driver 535.1,"
                + " 15360 MiB of which 15000 free; the driver is old; update it");
    assertThat(old.remedy()).isEqualTo("see docs/gpu.md, or leave out --cluster gpu");

    CheckResult usable = new GpuCheck(List.of("1"), false, false, Optional.empty(), gpus).run();
    assertThat(usable.ok()).isTrue();
    assertThat(usable.detail()).startsWith("from Spark [1], for the engine cudnn; 1: Tesla T4");

    CheckResult backend =
        new GpuCheck(List.of("1"), false, true, Optional.empty(), List.of()).run();
    assertThat(backend.ok()).isFalse();
    assertThat(backend.detail()).contains("nvidia-smi lists none");

    CheckResult cuda = new GpuCheck(List.of("0"), true, true, Optional.empty(), List.of()).run();
    assertThat(cuda.ok()).isTrue();
    assertThat(cuda.detail()).startsWith("from Spark [0], CUDA sees ");
  }

  @Test
  void unloadableBackendIsReportedWithItsReason() {
    Check check =
        new Check() {
          @Override
          public String name() {
            return "backend";
          }

          @Override
          public CheckResult run() {
            throw new UnsatisfiedLinkError(
                "/org/bytedeco/libjnicudart.so: libcuda.so.1: cannot open shared object file");
          }
        };

    assertThat(check.outcome())
        .returns(false, CheckResult::ok)
        .returns("see docs/gpu.md", CheckResult::remedy)
        .extracting(CheckResult::detail)
        .asString()
        .contains("there is no NVIDIA driver");
  }

  @Test
  void oneDnnFailsIfThePropertyDisablesIt() {
    assertThat(new OneDnnCheck("true").run().ok()).isFalse();
    CheckResult unset = new OneDnnCheck(null).run();
    assertThat(unset.ok()).isFalse();
    assertThat(unset.remedy()).contains("-Dorg.eclipse.deeplearning4j.helpers.disable=false");
  }

  @Test
  void heapAndArraysMustFitIntoMemoryTogether() {
    assertThat(new MemoryCheck(4 * GIB, 4 * GIB, 8 * GIB, GIB).run().ok()).isTrue();
    assertThat(new MemoryCheck(4 * GIB, 5 * GIB, 8 * GIB, GIB).run().detail())
        .isEqualTo("heap 4.0 GiB, arrays 5.0 GiB, machine 8.0 GiB of which 1.0 GiB free");
    assertThat(new MemoryCheck(4 * GIB, 5 * GIB, 8 * GIB, GIB).run().ok()).isFalse();
    assertThat(new MemoryCheck(GIB, GIB, 8 * GIB, GIB / 4).run().ok()).isFalse();
  }

  @Test
  void diskMustHaveSpaceAndBeAFolder() throws IOException {
    assertThat(new DiskCheck("x", folder, 1, "p").run().ok()).isTrue();
    CheckResult full = new DiskCheck("x", folder, Long.MAX_VALUE, "p").run();
    assertThat(full.ok()).isFalse();
    assertThat(full.remedy()).endsWith("-Dp");
    assertThat(new DiskCheck("x", folder.resolve("absent"), 1, "p").run().ok()).isFalse();
  }

  @Test
  void slotsMustSufficeForTheRequestedWorkers() {
    assertThat(new SlotsCheck(4, 2, 4).run().ok()).isTrue();
    CheckResult result = new SlotsCheck(3, 2, 4).run();
    assertThat(result.ok()).isFalse();
    assertThat(result.detail()).isEqualTo("3 slots in 2 executors, 4 workers requested");
  }

  @Test
  void versionsAreReadFromTheLibrariesAndMustEqualTheDrivers() throws IOException {
    assertThat(VersionsCheck.found())
        .matches("Spark 3\\.5\\.\\d+, Hadoop 3\\.\\S+, DL4J 1\\.0\\.0-\\S+, ND4J 1\\.0\\.0-\\S+");
    assertThat(new VersionsCheck(VersionsCheck.found()).run().ok()).isTrue();
    assertThat(new VersionsCheck("Spark 3.4.1").run().ok()).isFalse();
  }

  @Test
  void writableFolderIsLeftUnchanged() throws IOException {
    CheckResult result = new PathCheck(folder + "/not/there/yet", new Configuration()).run();

    assertThat(result.ok()).as(result.detail()).isTrue();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void unwritablePathsFail() throws IOException {
    // Not even root can write below a file.
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(new PathCheck(file + "/runs", new Configuration()).run().ok()).isFalse();
    CheckResult scheme = new PathCheck("nosuch://host/runs", new Configuration()).run();
    assertThat(scheme.ok()).isFalse();
    assertThat(scheme.detail()).contains("nosuch");
    CheckResult syntax = new PathCheck("hdfs:://x", new Configuration()).outcome();
    assertThat(syntax.ok()).isFalse();
  }

  @Test
  void unsharedFolderFailsInTheOtherProcess() throws IOException {
    PathCheck check = new PathCheck(folder.toString(), new Configuration());
    String probe = check.writeProbe().toString();

    assertThat(new SharedFileCheck(probe, new Configuration()).run().ok()).isTrue();
    assertThat(new SharedFileCheck(probe + "-other", new Configuration()).run().ok()).isFalse();
  }
}
