package io.lautum.report.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.report.tracking.MlflowStub.Answer;
import io.lautum.report.tracking.MlflowStub.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of a finished run are uploaded to the place that the server names. */
class MlflowArtifactsTest extends FinishedRun {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String REPORT = "PUT 7/r1/artifacts/report.html";
  private static final List<String> NAMES =
      List.of("report.html", "results.json", "provenance.json", "resolved.conf");

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(folder.resolve("small/report.html"), "<p>Größe</p>");
    Files.writeString(
        folder.resolve("small/resolved.conf"), "source.path = \"s3a://AKIAKEY@bucket/raw\"\n");
  }

  private List<String> uploads() {
    return server.calls().stream().filter(call -> call.startsWith("PUT ")).toList();
  }

  private byte[] content(String name) throws IOException {
    return name.equals("resolved.conf")
        ? "source.path = \"s3a://***@bucket/raw\"\n".getBytes(StandardCharsets.UTF_8)
        : Files.readAllBytes(folder.resolve("small").resolve(name));
  }

  @Test
  void filesAreSentToTheServerAfterTheRunHasEnded() throws IOException {
    record(FILES);
    List<Request> requests = server.requests();
    assertThat(server.calls().subList(9, requests.size()))
        .containsExactly(
            END,
            REPORT,
            "PUT 7/r1/artifacts/results.json",
            "PUT 7/r1/artifacts/provenance.json",
            "PUT 7/r1/artifacts/resolved.conf");
    for (int i = 0; i < NAMES.size(); i++) {
      Request request = requests.get(10 + i);
      byte[] expected = content(NAMES.get(i));
      assertThat(request.content()).as(NAMES.get(i)).isEqualTo(expected);
      assertThat(request.length()).isEqualTo(String.valueOf(expected.length));
    }
    assertThat(log.lines()).hasSize(1);
    again(FILES);
    assertThat(server.requests()).hasSize(14);
  }

  @Test
  void tokenIsSentWithFiles() {
    tracking(new Connection(server.uri(), "hunter2", LONG, LONG, LONG), HADOOP, FILES).record(true);
    assertThat(uploads()).hasSize(4);
    assertThat(server.requests())
        .allMatch(request -> request.authorization().equals("Bearer hunter2"));
  }

  @Test
  void failedUploadIsRepeatedByTheNextStart() throws IOException {
    server.answer(REPORT, Answer.of(500, "{\"message\": \"disk full\"}"));
    String before = Files.readString(folder.resolve("small/results.json"));
    record(FILES);
    assertThat(log.lines())
        .containsExactly(
            "INFO recorded as run r1 at " + server.uri(),
            "WARN tracking.mlflow.uri = %s: run r1 is recorded without its files:"
                    .formatted(server.uri())
                + " 7/r1/artifacts/report.html: status 500  disk full; start the same command again"
                + " to add the missing part, or switch it off with -D"
                + " tracking.mlflow.artifacts=false");
    assertThat(folder.resolve("small/results.json")).hasContent(before);
    server.answerAsUsual(REPORT);
    int first = server.requests().size();
    again(FILES);
    assertThat(server.calls().subList(first, first + 4)).allMatch(call -> call.startsWith("PUT "));
    assertThat(server.requests()).hasSize(first + 4);
    again(FILES);
    assertThat(server.requests()).hasSize(first + 4);
    assertThat(log.lines()).hasSize(2);
  }

  @Test
  void recordOfAnEarlierVersionIsCompleted() throws IOException {
    record();
    Files.writeString(
        folder.resolve("small/tracking.json"),
        "{\"uri\": \"%s\", \"experimentId\": \"7\", \"runId\": \"r1\"}".formatted(server.uri()));
    Files.deleteIfExists(folder.resolve("small/.tracking.json.crc"));
    server.requests().clear();
    again(FILES);
    assertThat(server.calls()).hasSize(5).startsWith("GET runs/get", REPORT);
    assertThat(server.requests().get(0).query()).isEqualTo("run_id=r1");
  }

  @Test
  void filesThatARunLacksAreOmitted() throws IOException {
    Files.delete(folder.resolve("small/provenance.json"));
    Files.delete(folder.resolve("small/report.html"));
    Files.write(folder.resolve("small/resolved.conf"), new byte[0]);
    record(FILES);
    assertThat(uploads())
        .containsExactly("PUT 7/r1/artifacts/results.json", "PUT 7/r1/artifacts/resolved.conf");
    assertThat(server.requests().get(server.requests().size() - 1).length()).isIn("0", null);
    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void timeOfUploadsIsLimited() {
    server.answer(REPORT, new Answer(200, "{}", 20_000, 0));
    long start = System.nanoTime();
    limited(LONG, LONG, Duration.ofMillis(500), FILES).record(true);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    assertThat(log.lines())
        .last()
        .asString()
        .contains("WARN ", "without its files: 7/r1/artifacts/report.html: no answer within");
    assertThat(uploads()).containsExactly(REPORT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mlflow-artifacts://elsewhere.example:5000/7/%s | the artifacts are on another server",
        "dbfs:/databricks/%s | there is no Hadoop file system for the scheme dbfs",
        "s3://bucket/%s | there is no Hadoop file system for the scheme s3a",
        "wasbs://c@account/%s | there is no Hadoop file system for the scheme wasbs"
      })
  void placesThatCannotBeReachedCauseOneWarning(String location, String message) {
    server.artifactsAt(location);
    record(FILES);
    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(1)).contains("WARN ", "without its files: ", message);
    assertThat(uploads()).isEmpty();
  }

  @Test
  void locationIsShownWithoutUsersAndControlCharacters() {
    server.artifactsAt("dbfs://AKIAKEY@bucket/\\u001b[31m%s");
    record(FILES);
    assertThat(log.lines().get(1))
        .contains("dbfs://***@bucket/\\u001b[31mr1/report.html")
        .doesNotContain("AKIAKEY", "\u001b");
  }

  @Test
  void ownServerMayBeNamedInTheLocation() {
    server.artifactsAt(server.uri().replace("http:", "mlflow-artifacts:") + "/a b/%s/artifacts/");
    record(FILES);
    assertThat(uploads()).hasSize(4).startsWith("PUT a%20b/r1/artifacts/report.html");
  }

  @Test
  void localFolderReceivesFilesWithoutChecksums() throws IOException {
    Path artifacts = folder.resolve("mlruns/r1");
    server.artifactsAt(folder.resolve("mlruns").toUri() + "/%s");
    record(FILES);
    assertThat(log.lines()).hasSize(1);
    assertThat(artifacts.toFile().list()).containsExactlyInAnyOrderElementsOf(NAMES);
    for (String name : NAMES) {
      assertThat(artifacts.resolve(name)).hasBinaryContent(content(name));
    }
    assertThat(uploads()).isEmpty();
  }

  @Test
  void addressOfALocalFolderIsDecodedAndAPathIsNot() throws IOException {
    Path artifacts = folder.resolve("ml runs/ä%20/r1");
    server.artifactsAt(artifacts.getParent().toUri().toString().replace("%", "%%") + "/%s");
    record(FILES);
    assertThat(artifacts.toFile().list()).containsExactlyInAnyOrderElementsOf(NAMES);
    server.artifactsAt("file://" + folder + "/by hand %%/%s");
    record(FILES);
    server.artifactsAt(folder + "/my%%20path/%s");
    record(FILES);
    assertThat(log.lines()).hasSize(3);
    assertThat(folder.resolve("by hand %/r2/report.html")).exists();
    assertThat(folder.resolve("my%20path/r3/report.html")).exists();
  }

  @Test
  void folderOfAnotherMachineIsNotCreated() throws IOException {
    Path artifacts = folder.resolve("mlruns/r1");
    Connection remote = new Connection("https://mlflow.example.org", "");
    assertThatThrownBy(() -> ArtifactStore.of(artifacts.toString(), remote, HADOOP))
        .hasMessageContaining("is a folder of the server's machine");
    assertThat(artifacts).doesNotExist();
    // A folder that both machines mount exists.
    Files.createDirectories(artifacts);
    ArtifactStore.of(artifacts.toString(), remote, HADOOP)
        .put(Upload.of("model/a.txt", new byte[] {65}));
    assertThat(artifacts.resolve("model/a.txt")).hasContent("A");
  }

  /** A file system that does not answer. */
  static final class SilentFileSystem extends RawLocalFileSystem {
    @Override
    public FSDataOutputStream create(org.apache.hadoop.fs.Path path, boolean overwrite)
        throws IOException {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      throw new IOException("not reached");
    }

    @Override
    public String getScheme() {
      return "silent";
    }
  }

  @Test
  void timeOfFileSystemsIsLimited() {
    Configuration hadoop = new Configuration(false);
    hadoop.setClass("fs.silent.impl", SilentFileSystem.class, FileSystem.class);
    server.artifactsAt("silent:///%s");
    long start = System.nanoTime();
    Connection connection = new Connection(server.uri(), "", LONG, LONG, Duration.ofMillis(500));
    tracking(connection, hadoop, FILES).record(true);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    assertThat(log.lines())
        .last()
        .asString()
        .contains("WARN ", "r1/report.html: not written within the time limit");
  }
}
