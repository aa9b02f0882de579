package io.lautum.network.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.WrittenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneDnnLibraryTest {
  @TempDir Path folder;

  /** Whatever a process loads first, it must not unpack a second OpenMP library into the cache. */
  @Test
  void onlyOneOpenMpLibraryIsUnpacked() throws Exception {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache"),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                LoadsOneDnn.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).as(() -> WrittenFiles.text(log)).isZero();

    List<Path> libraries = openMpLibraries();
    assertThat(libraries).hasSizeGreaterThan(1);
    assertThat(libraries)
        .filteredOn(library -> !Files.isSymbolicLink(library))
        .singleElement()
        .extracting(Path::toString)
        .asString()
        .contains("nd4j-native");
  }

  private List<Path> openMpLibraries() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      return files.filter(file -> file.endsWith("libgomp.so.1")).toList();
    }
  }

  /** Loads oneDNN as the first library of a process. */
  static final class LoadsOneDnn {
    private LoadsOneDnn() {}

    public static void main(String[] arguments) {
      new OneDnnEngine();
      System.out.println(dnnl.dnnl_version().major());
    }
  }
}
