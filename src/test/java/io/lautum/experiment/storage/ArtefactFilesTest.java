package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtefactFilesTest {
  @TempDir Path parent;
  private Path folder;
  private Path model;
  private Path results;
  private FileSystem files;

  @BeforeEach
  void finish() throws IOException {
    files = FileSystem.getLocal(new Configuration());
    folder = Files.createDirectories(parent.resolve("one/model"));
    Files.createDirectories(folder.resolve("part"));
    model = Files.writeString(folder.resolve("model.zip"), "weights");
    Files.writeString(folder.resolve("part/shard-0"), "pixels");
    results = Files.writeString(folder.resolveSibling("results.json"), "{}");
    marker(folder).complete();
  }

  @Test
  void markerContainsSizeAndDigestOfEachFile() throws Exception {
    byte[] sha =
        MessageDigest.getInstance("SHA-256").digest("weights".getBytes(StandardCharsets.UTF_8));

    assertThat(Files.readString(folder.resolve("_SUCCESS")))
        .contains(
            "\"file:model.zip\" : \"7 bytes, SHA-256 " + HexFormat.of().formatHex(sha) + "\"",
            "\"file:part/shard-0\" : \"6 bytes, SHA-256 ",
            "\"file:../results.json\" : \"2 bytes, SHA-256 ")
        .doesNotContain("file:_SUCCESS", ".crc");
    assertIntact(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.zip", "part/shard-0", "../results.json"})
  void deletedEmptiedAndExchangedFilesAreNoticed(String name) throws IOException {
    Path file = folder.resolve(name);
    String content = Files.readString(file);
    FileTime time = Files.getLastModifiedTime(file);

    Files.delete(file);
    assertIntact(false);

    Files.writeString(file, "");
    assertIntact(false);

    Files.writeString(file, content.toUpperCase(Locale.ROOT).replace('{', '['));
    Files.setLastModifiedTime(file, time);
    assertIntact(false);

    Files.writeString(file, content);
    assertIntact(true);
  }

  @Test
  void damageThatHadoopsChecksumsShowIsNoticed() throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(model.toString());
    AtomicFile.write(files, path, "checked");
    marker(folder).complete();
    assertIntact(true);

    Files.writeString(model, "Checked");

    assertIntact(false);
  }

  @Test
  void largeFileIsReadOnlyIfItIsNewerThanTheMarker() throws IOException {
    byte[] large = new byte[(int) ArtefactFiles.ALWAYS_READ + 1];
    Files.write(model, large);
    marker(folder).complete();
    FileTime before = FileTime.fromMillis(1000);
    large[5] = 1;
    Files.write(model, large);

    Files.setLastModifiedTime(model, before);
    assertIntact(true);

    Files.setLastModifiedTime(
        model,
        FileTime.fromMillis(
            Files.getLastModifiedTime(folder.resolve("_SUCCESS")).toMillis() + 5000));
    assertIntact(false);
  }

  @Test
  void movedArtefactKeepsItsFiles() throws IOException {
    Path moved = parent.resolve("two");
    Files.move(folder.getParent(), moved, StandardCopyOption.ATOMIC_MOVE);

    assertThat(marker(moved.resolve("model")).checkComplete()).isTrue();
    Files.delete(moved.resolve("results.json"));
    assertThat(marker(moved.resolve("model")).checkComplete()).isFalse();
  }

  @Test
  void markerOfEarlierVersionVouchesForNoFile() throws IOException {
    Files.delete(folder.resolve("._SUCCESS.crc"));
    Files.writeString(folder.resolve("_SUCCESS"), "{\"seed\" : \"1\"}");
    Files.delete(model);

    assertIntact(true);
  }

  @Test
  void markerOfUnfinishedWorkVouchesForNoFile() throws IOException {
    ArtefactMarker unfinished =
        marker(folder)
            .ofUnfinished(new org.apache.hadoop.fs.Path(folder.toString()), "configuration.json");
    unfinished.complete();
    Files.writeString(model, "other weights");

    assertThat(unfinished.checkComplete()).isTrue();
  }

  private void assertIntact(boolean expected) throws IOException {
    assertThat(marker(folder).checkComplete()).isEqualTo(expected);
    assertThat(marker(folder).isUpToDate()).isEqualTo(expected);
  }

  private ArtefactMarker marker(Path artefact) {
    return new ArtefactMarker(
            files,
            new org.apache.hadoop.fs.Path(artefact.toString()),
            new TreeMap<>(Map.of("seed", "1")))
        .withFilesOutside(
            List.of(
                new org.apache.hadoop.fs.Path(
                    artefact.resolveSibling(results.getFileName()).toString())));
  }
}
