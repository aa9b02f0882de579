package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the whole program with experiment file and results in an object store, which is a real
 * server.
 */
@Tag("long")
class S3aIT {
  private static final String SECRET = "n0t-for-any-l0g";
  private static final Pattern STARTED = Pattern.compile("Started .*127\\.0\\.0\\.1:(\\d+)");

  @TempDir static Path folder;
  private static Path bucket;
  private static Process server;
  private static Map<String, String> settings;
  private static Program program;

  @BeforeAll
  static void startTheStore() throws Exception {
    bucket = Files.createDirectories(folder.resolve("store/bucket"));
    Path file =
        Files.writeString(
            folder.resolve("s3proxy.conf"),
            """
            s3proxy.endpoint=http://127.0.0.1:0
            s3proxy.authorization=aws-v2-or-v4
            s3proxy.identity=reader
            s3proxy.credential=%s
            jclouds.provider=filesystem-nio2
            jclouds.filesystem.basedir=%s
            """
                .formatted(SECRET, folder.resolve("store")));
    Path log = folder.resolve("s3proxy.log");
    server =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-jar",
                Path.of("target", "s3proxy", "s3proxy.jar").toString(),
                "--properties",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    settings =
        Map.of(
            "fs.s3a.endpoint", "http://127.0.0.1:" + port(log),
            "fs.s3a.endpoint.region", "us-east-1",
            "fs.s3a.path.style.access", "true",
            "fs.s3a.access.key", "reader",
            "fs.s3a.secret.key", SECRET);
    Map<String, String> properties = new HashMap<>();
    settings.forEach((key, value) -> properties.put("spark.hadoop." + key, value));
    program = new Program(properties);
  }

  private static String port(Path log) throws Exception {
    for (int i = 0; i < 600; i++) {
      Matcher matcher = STARTED.matcher(WrittenFiles.text(log));
      if (matcher.find()) {
        return matcher.group(1);
      }
      assertThat(server.waitFor(100, TimeUnit.MILLISECONDS))
          .as(() -> WrittenFiles.text(log))
          .isFalse();
    }
    throw new IllegalStateException("the object store has not started:  " + WrittenFiles.text(log));
  }

  @AfterAll
  static void stopTheStore() {
    if (server != null) {
      server.destroyForcibly();
    }
  }

  @Test
  void runsAllStagesContinuesUnfinishedOnesAndHidesTheSecret() throws Exception {
    Path file = Files.writeString(folder.resolve("small.conf"), SmallExperiment.FILE);
    upload(file, "s3a://bucket/small.conf");
    Path out = folder.resolve("local.out");
    Path local = folder.resolve("local.err");
    List<String> locally = List.of("run", file.toString(), "--workdir", folder.toString());
    assertThat(program.run(locally, out, local)).as(() -> WrittenFiles.text(local)).isZero();

    List<String> arguments =
        List.of("run", "s3a://bucket/small.conf", "--workdir", "s3a://bucket/runs", "--resume");
    Path table = folder.resolve("s3a.out");
    Path errors = folder.resolve("s3a.err");
    assertThat(program.run(arguments, table, errors)).as(() -> WrittenFiles.text(errors)).isZero();
    assertThat(table).content().containsPattern("(?m)^standard +\\d");
    Path root = bucket.resolve("runs/small");
    ExperimentDigests expected = ExperimentDigests.of(folder.resolve("small"));
    assertThat(ExperimentDigests.of(root)).isEqualTo(expected);

    // A model without its marker is unfinished: it is recreated, with all artefacts that depend on
    // it.
    Files.delete(root.resolve("pretrain/standard/_SUCCESS"));
    Files.delete(root.resolve("results.json"));
    Path resumed = folder.resolve("resumed.err");
    assertThat(program.run(arguments, table, resumed))
        .as(() -> WrittenFiles.text(resumed))
        .isZero();
    assertThat(resumed).content().contains("pretrain standard").contains("complete, skipped");
    assertThat(ExperimentDigests.of(root)).isEqualTo(expected);

    for (Path log : List.of(table, errors, resumed)) {
      assertThat(log).content().doesNotContain(SECRET);
    }
    assertThat(WrittenFiles.containing(root, SECRET)).isEmpty();
  }

  /**
   * Uploads through the store's interface, because a file placed in its folder has no entity tag.
   */
  private static void upload(Path file, String to) throws IOException {
    Configuration hadoop = new Configuration();
    settings.forEach(hadoop::set);
    org.apache.hadoop.fs.Path object = new org.apache.hadoop.fs.Path(to);
    try (FileSystem store = FileSystem.newInstance(object.toUri(), hadoop)) {
      store.copyFromLocalFile(new org.apache.hadoop.fs.Path(file.toUri()), object);
    }
  }
}
