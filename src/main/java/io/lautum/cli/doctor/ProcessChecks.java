package io.lautum.cli.doctor;

import io.lautum.network.engine.Engine;
import io.lautum.operations.cluster.DeviceBinding;
import io.lautum.operations.device.CudaBackend;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.util.SerializableConfiguration;
import org.bytedeco.javacpp.Loader;

/**
 * The checks that every process of a job runs on itself. Serialized to executors.
 *
 * @param versions result of {@link VersionsCheck#found} on the driver
 * @param sharedFiles files that the driver has written, one per folder that must be shared
 * @param hadoop settings of the file systems
 * @param times whether to measure training steps too
 */
record ProcessChecks(
    String versions, List<String> sharedFiles, SerializableConfiguration hadoop, boolean times)
    implements Serializable {
  /** Spark's shuffle files and the packed shards of one process. */
  private static final long TEMPORARY_SPACE = 2L << 30;

  /** The unpacked native libraries of one backend. */
  private static final long NATIVE_SPACE = 512L << 20;

  /** CUDA's libraries, in addition. */
  private static final long CUDA_SPACE = 4L << 30;

  ProcessChecks {
    sharedFiles = List.copyOf(sharedFiles);
  }

  List<CheckResult> run() throws IOException {
    List<Check> checks =
        new ArrayList<>(
            List.of(
                new JavaVersionCheck(System.getProperty("java.version")),
                new VersionsCheck(versions),
                new Nd4jBackendCheck(),
                GpuCheck.here(List.of(DeviceBinding.addressesOfTask())),
                new EngineCheck(),
                new OneDnnCheck(System.getProperty(OneDnnCheck.PROPERTY)),
                // ND4J must be loaded first: its OpenBLAS may replace the LAPACK that MLlib loads.
                new LapackCheck("ND4J", SymmetricEigenSolver.openBlas()),
                new LapackCheck("MLlib", SymmetricEigenSolver.netlib()),
                MemoryCheck.here(),
                new DiskCheck(
                    "temporary files",
                    Path.of(System.getProperty("java.io.tmpdir")),
                    TEMPORARY_SPACE,
                    "java.io.tmpdir"),
                new DiskCheck(
                    "native libraries",
                    Loader.getCacheDir().toPath(),
                    CudaBackend.isOnClassPath() ? NATIVE_SPACE + CUDA_SPACE : NATIVE_SPACE,
                    "org.bytedeco.javacpp.cachedir")));
    for (Engine engine : Engine.all()) {
      checks.add(new EngineSelfTest(engine));
    }
    if (times) {
      checks.add(new StepTimesCheck(Engine.all()));
    }
    for (String file : sharedFiles) {
      checks.add(new SharedFileCheck(file, hadoop.value()));
    }
    return checks.stream().map(Check::outcome).toList();
  }
}
