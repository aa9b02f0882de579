package io.lautum.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.submit.ExternalProgram.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the first part of gpu-check with an archive that holds a stand-in for Java. */
class GpuCheckStubTest {
  @TempDir private Path folder;

  @Test
  void reasonWhyJavaDoesNotStartIsPartOfTheLine() throws Exception {
    ExternalProgram.script(
        folder.resolve("runtime/bin/java"),
        """
        echo 'Error: dl failure on line 542' >&2
        echo 'Error: libjvm.so: libstdc++.so.6: cannot open shared object file' >&2
        exit 6
        """);
    Path stub = Path.of("submit/gpu-check.stub").toAbsolutePath();
    Files.createDirectory(folder.resolve("tmp"));

    Outcome outcome =
        ExternalProgram.run(
            folder,
            Map.of("TMPDIR", folder.resolve("tmp").toString()),
            List.of(
                "sh",
                "-ec",
                "cd '%s'; { cat '%s'; tar -cz runtime; } >p; sh p".formatted(folder, stub)));

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err().lines())
        .singleElement()
        .asString()
        .startsWith("gpu-check: cannot run programs in ")
        .contains("(Error: libjvm.so: libstdc++.so.6: cannot open shared object file); this needs");
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }
}
