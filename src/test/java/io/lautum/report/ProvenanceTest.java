package io.lautum.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  @Test
  void collectsProvenanceOfThisProcess() throws IOException {
    Provenance collected =
        Provenance.collect(
            "run", List.of("conf/glyphs.conf"), Map.of("pretrain/standard", "H100: 3 choices"));
    assertThat(collected.command()).isEqualTo("submit/lautum run conf/glyphs.conf");
    assertThat(collected.spark()).startsWith("3.5");
    assertThat(collected.nd4j()).startsWith("1.0.0");
    assertThat(collected.dl4j()).startsWith("1.0.0");
    assertThat(collected.backend()).isEqualTo("org.nd4j.linalg.cpu.nativecpu.CpuBackend");
    assertThat(collected.blas()).isEqualTo("OPENBLAS");
    assertThat(collected.environment()).containsEntry("OPENBLAS_CORETYPE", "Haswell");
    assertThat(collected.engineChoices()).containsEntry("pretrain/standard", "H100: 3 choices");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    collected.write(out);
    assertThat(Provenance.read(new ByteArrayInputStream(out.toByteArray()), Provenance.FILE))
        .isEqualTo(collected);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .doesNotContain(System.getProperty("user.home") + "/")
        .contains("\"java\" : ");
  }

  @Test
  void commandHidesSecretsHomesAndUsers() {
    String home = System.getProperty("user.home");
    String user = System.getProperty("user.name");
    assertThat(
            ReproducibleCommand.of(
                "run",
                List.of(
                    "/home/someone/a.conf",
                    "--workdir=" + home + "/runs",
                    System.getProperty("user.dir") + "/conf/b.conf",
                    "hdfs://node/user/" + user + "/runs",
                    "s3a://key:word@bucket/x",
                    "-D",
                    "fs.s3a.secret.key=abc",
                    "-Dfs.s3a.access.key=abc",
                    "train.seed=1",
                    "name=it's one",
                    "hdfs://node/home/x")))
        .isEqualTo(
            "submit/lautum run ~/a.conf --workdir=~/runs ./conf/b.conf hdfs://node/user/USER/runs"
                + " s3a://***@bucket/x -D fs.s3a.secret.key=*** -Dfs.s3a.access.key=***"
                + " train.seed=1 'name=it'\\''s one' hdfs://node/home/x");
  }
}
