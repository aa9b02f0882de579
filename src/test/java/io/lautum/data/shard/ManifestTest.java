package io.lautum.data.shard;

import static io.lautum.data.shard.Shards.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lautum.DataException;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.DatasetFindings.FileGroup;
import io.lautum.data.shard.DatasetFindings.FoundFile;
import io.lautum.experiment.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  static Manifest manifest(List<Manifest.File> files) {
    ImageShape shape = new ImageShape(3, 10, 10);
    Normalization normalization =
        new Normalization(new float[] {0.1f, 0.2f, 0.3f}, new float[] {0.4f, 0.5f, 1 / 3f});
    Manifest.Counts two = new Manifest.Counts(5, List.of(2L, 3L));
    DatasetSummary source =
        new DatasetSummary(
            "S", shape, List.of("a, \"b\"", "ç"), normalization, two, null, null, two);
    DatasetSummary target =
        new DatasetSummary(
            "T",
            shape,
            List.of("x", "y"),
            normalization,
            two,
            new Manifest.Counts(2, List.of(1L, 1L)),
            new Manifest.Counts(3, null),
            two);
    return new Manifest(-7, 2, source, target, new Manifest.Components(4, 0.1 + 0.2), files);
  }

  private static Manifest manifest() {
    return manifest(
        List.of(
            new Manifest.File("source-train/shard-00000.parquet", 3, "aa", "00ff"),
            new Manifest.File("source-train/shard-00001.parquet", 2, "bb", "01ff"),
            new Manifest.File("target-test/shard-00000.parquet", 9, "cc", "02ff")));
  }

  @Test
  void writtenManifestIsRead() throws IOException {
    manifest().write(files(), hadoop());
    assertThat(Manifest.read(files(), hadoop())).usingRecursiveComparison().isEqualTo(manifest());
  }

  @Test
  void fileHasTheDocumentedFieldNames() throws IOException {
    manifest().write(files(), hadoop());
    JsonNode json = JSON.readTree(file().toFile());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "format", "seed", "workers", "source", "target", "whitening", "shards");
    assertThat(json.at("/source/labelled").isMissingNode()).isTrue();
    assertThat(json.at("/target/unlabelled/classCounts").isMissingNode()).isTrue();
    assertThat(json.at("/target/unlabelled/count").asInt()).isEqualTo(3);
    assertThat(json.at("/source/classes/0").asText()).isEqualTo("a, \"b\"");
    assertThat(json.at("/shards/2/examples").asInt()).isEqualTo(9);
  }

  @Test
  void serializationRoundTrips() {
    assertThat(SerializationUtils.roundtrip(manifest()))
        .usingRecursiveComparison()
        .isEqualTo(manifest());
  }

  @Test
  void setsHaveTheirFilesInOrder() {
    assertThat(manifest().files(ShardSet.SOURCE_TRAIN))
        .extracting(Manifest.File::sha256)
        .containsExactly("00ff", "01ff");
    assertThat(manifest().files(ShardSet.SOURCE_TEST)).isEmpty();
    assertThat(manifest().examples(ShardSet.SOURCE_TRAIN)).isEqualTo(5);
    assertThat(manifest().examples(ShardSet.TARGET_TEST)).isEqualTo(9);
  }

  @Test
  void missingFileIsNamed() {
    assertRejected("missing; run prepare first");
  }

  @Test
  void digestCoversContentInsteadOfFileBytes() {
    String digest = digest("aa", "00");
    assertThat(digest("aa", "11")).isEqualTo(digest);
    assertThat(digest("bb", "00")).isNotEqualTo(digest);
  }

  @Test
  void findingsRoundTripAndAreNoPartOfTheDigest() throws IOException {
    DatasetFindings findings =
        new DatasetFindings(
            "T",
            List.of("val serves as test set"),
            new FileGroup(2, 1, List.of(new FoundFile("/t/é.png", "expected an intact image"))),
            new FileGroup(0, 0, List.of()));
    Manifest plain = manifest();
    Manifest with =
        new Manifest(
            plain.seed(),
            plain.workers(),
            plain.source(),
            plain.target(),
            plain.whitening(),
            plain.shards(),
            List.of(findings),
            null);
    with.write(files(), hadoop());
    assertThat(Manifest.read(files(), hadoop())).usingRecursiveComparison().isEqualTo(with);
    assertThat(with.contentDigest()).isEqualTo(plain.contentDigest());
    assertThat(findings.sentences())
        .containsExactly(
            "val serves as test set",
            "3 bad files were left out (2 training, 1 test), listed in skipped.csv, e.g. /t/é.png:"
                + " expected an intact image");
  }

  /** The digest of this manifest before manifests had findings. */
  @Test
  void digestIsThatOfOlderVersions() {
    assertThat(manifest().contentDigest())
        .isEqualTo("c5313a3ef15a157bda0d083e4c13e8f23e4be8b8ebb16ac8634e15a9e45a0f76");
  }

  private static String digest(String content, String sha256) {
    String file = "source-train/shard-00000.parquet";
    return manifest(List.of(new Manifest.File(file, 3, content, sha256))).contentDigest();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"seed\": 1} x", "PAR1"})
  void otherContentIsRejected(String content) throws IOException {
    Files.writeString(file(), content);
    assertRejected("expected a manifest", "run prepare --overwrite");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/seed",
        "/whitening",
        "/shards",
        "/source/normalization",
        "/target/test/count",
        "/shards/1/content",
        "/shards/1/sha256"
      })
  void missingValueIsNamed(String pointer) throws IOException {
    String name = pointer.substring(pointer.lastIndexOf('/') + 1);
    JsonNode json = JSON.valueToTree(manifest());
    ((ObjectNode) json.at(pointer.substring(0, pointer.lastIndexOf('/')))).remove(name);
    Files.writeString(file(), json.toString());
    assertRejected("expected a manifest", name);
  }

  @Test
  void unknownFieldIsRejected() throws IOException {
    ObjectNode json = JSON.valueToTree(manifest());
    Files.writeString(file(), json.put("extra", 1).toString());
    assertRejected("expected a manifest", "extra");
  }

  @Test
  void normalizationThatDividesByZeroIsRejected() throws IOException {
    JsonNode json = JSON.valueToTree(manifest());
    ((ObjectNode) json.at("/source/normalization")).putArray("std").add(0.5).add(0).add(1);
    Files.writeString(file(), json.toString());
    assertRejected("positive standard deviation", "[0.0]", "channel [1]");
  }

  /** Hadoop's local file system keeps a checksum next to the file. */
  @Test
  void changedByteIsDetected() throws IOException {
    manifest().write(files(), hadoop());
    byte[] content = Files.readAllBytes(file());
    content[content.length / 2] ^= 1;
    Files.write(file(), content);
    assertRejected("changed since it was written");
  }

  private void assertRejected(String... parts) {
    assertThatThrownBy(() -> Manifest.read(files(), hadoop()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContainingAll(parts);
  }

  @Test
  void manifestOfANewerProgramIsRejectedAndOneWithoutVersionIsRead() throws IOException {
    manifest().write(files(), hadoop());
    String written = Files.readString(file());
    var path = new org.apache.hadoop.fs.Path(file().toString());
    AtomicFile.write(files(), path, written.replace("\"format\" : 1", "\"format\" : 2"));
    assertRejected("has format version 2, ");
    AtomicFile.write(files(), path, written.replace("\"format\" : 1,", ""));
    assertThat(Manifest.read(files(), hadoop())).usingRecursiveComparison().isEqualTo(manifest());
  }

  private Path file() {
    return folder.resolve("manifest.json");
  }

  private org.apache.hadoop.fs.Path hadoop() {
    return new org.apache.hadoop.fs.Path(folder.toUri());
  }

  private static FileSystem files() throws IOException {
    return FileSystem.getLocal(HADOOP);
  }
}
