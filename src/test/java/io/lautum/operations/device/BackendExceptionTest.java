package io.lautum.operations.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4jBackend;

/** Uses the messages with which ND4J and JavaCPP fail. */
class BackendExceptionTest {
  private static final String NO_DRIVER =
      "/home/u/.javacpp/cache/cuda-11.6-8.3-1.5.7-linux-x86_64.jar/org/bytedeco/cuda/linux-x86_64/libjnicudart.so:"
          + " libcuda.so.1: cannot open shared object file: No such file or directory";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        NO_DRIVER + " | there is no NVIDIA driver (libcuda.so.1); install version 510",
        "Could not find jnicudart in class, module, and library paths. | its native libraries are"
            + " not on the class path",
        "No CUDA devices were found in system | CUDA finds no GPU; check nvidia-smi -L",
        "/x/libjnicublas.so: libcublasLt.so.11: cannot open shared object file: No such file or"
            + " directory | the library libcublasLt.so.11 is missing on this machine",
        "no kernel image is available for execution on the device | no code for this GPU's compute"
            + " capability",
        "CUDA driver version is insufficient for CUDA runtime version | the NVIDIA driver is too"
            + " old",
      })
  void messageHasCauseAndRemedy(String thrown, String reason) {
    assertThat(BackendException.of(new UnsatisfiedLinkError(thrown)))
        .hasMessageStartingWith("ND4J's backend does not load: ")
        .hasMessageContaining(reason)
        .hasMessageEndingWith("; see docs/gpu.md, or run doctor");
  }

  @Test
  void isFoundAsBackendExceptionAndAsNd4jFailure() {
    Throwable first =
        new ExceptionInInitializerError(
            new RuntimeException(
                new Nd4jBackend.NoAvailableBackendException(
                    "Please ensure that you have an nd4j backend on your classpath.")));
    assertThat(BackendException.in(first))
        .get()
        .extracting(Throwable::getMessage)
        .asString()
        .contains("Please ensure that you have an nd4j backend on your classpath");
    Throwable second =
        new NoClassDefFoundError("Could not initialize class org.nd4j.linalg.factory.Nd4j");
    assertThat(BackendException.in(new IllegalStateException(second))).isPresent();

    BackendException own = new BackendException("no driver");
    assertThat(BackendException.in(new IOException(new RuntimeException(own)))).containsSame(own);
    assertThat(SerializationUtils.clone(own)).hasMessage("no driver");
  }

  @Test
  void isNotFoundInOtherFailures() {
    assertThat(BackendException.in(new NoClassDefFoundError("com/example/Other"))).isEmpty();
    assertThat(BackendException.in(new IllegalStateException("org.nd4j: shapes differ"))).isEmpty();
  }

  @Test
  void thisBuildHasNoCudaBackend() {
    assertThat(CudaBackend.isOnClassPath()).isFalse();
    assertThat(CudaBackend.isLoaded()).isFalse();
    assertThat(CudaBackend.unavailableReason()).get().asString().contains("mvn -Pcuda package");
  }
}
