package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/**
 * A class with the name of ND4J's CUDA backend, which fails like that backend on a machine without
 * a driver. The test compiles it, because on the test's class path it would turn every test into a
 * test of a build for GPUs.
 */
final class FakeCudaBackend {
  private static final String SOURCE =
      """
      package org.nd4j.linalg.jcublas;

      public class JCublasBackend extends org.nd4j.linalg.factory.Nd4jBackend {
        @Override public boolean isAvailable() {
          try {
            return canRun();
          } catch (Throwable e) {
            throw new RuntimeException(e);
          }
        }
        @Override public boolean canRun() {
          throw new UnsatisfiedLinkError(
              "/cache/org/bytedeco/cuda/linux-x86_64/libjnicudart.so: libcuda.so.1: cannot open"
                  + " shared object file: No such file or directory");
        }
        @Override public boolean allowsOrder() { return false; }
        @Override public int getPriority() { return BACKEND_PRIORITY_GPU; }
        @Override public org.nd4j.common.io.Resource getConfigurationResource() { return null; }
        @Override public Class getNDArrayClass() { return null; }
        @Override public org.nd4j.linalg.factory.Environment getEnvironment() { return null; }
        @Override public String buildInfo() { return ""; }
        @Override public void logBackendInit() {}
      }
      """;

  private FakeCudaBackend() {}

  /** Writes the class and its service entry below a folder, which can then be on a class path. */
  static Path write(Path folder) throws IOException {
    Path source = Files.createDirectories(folder.resolve("source")).resolve("JCublasBackend.java");
    Files.writeString(source, SOURCE);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-nowarn",
                "-proc:none",
                "-cp",
                TestClassPath.withoutMiniCluster(),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(status).as("compiles").isZero();
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("org.nd4j.linalg.factory.Nd4jBackend"),
        "org.nd4j.linalg.jcublas.JCublasBackend\n");
    return classes;
  }
}
