package io.lautum.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawnReportTest {
  @TempDir Path folder;
  private FileSystem files;

  @BeforeEach
  void draw() throws IOException {
    files = FileSystem.getLocal(new Configuration(false));
    ExampleExperiment.small().write(folder);
    assertThat(isCurrent()).isFalse();

    Report report = DrawnReport.draw(files, hadoopFolder());

    assertThat(folder.resolve("report.html")).hasContent(ReportWriter.html(report));
    assertThat(isCurrent()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"results.json", "stages.jsonl", "provenance.json", "resolved.conf"})
  void changedFileIsNoticed(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, Files.readString(file) + "\n");

    assertThat(isCurrent()).isFalse();
  }

  @Test
  void fileOfTheSameLengthIsNoticedByItsTime() throws IOException {
    Path file = folder.resolve("results.json");
    Files.writeString(file, Files.readString(file).replace('1', '2'));
    // Even if the file is older than the page.
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));

    assertThat(isCurrent()).isFalse();
  }

  @Test
  void newAndMissingFilesAreNoticed() throws IOException {
    Path model = Files.createFile(folder.resolve("new"));
    assertThat(isCurrent()).isFalse();
    Files.delete(model);
    assertThat(isCurrent()).isTrue();
    Files.delete(folder.resolve("stages.jsonl"));
    assertThat(isCurrent()).isFalse();
  }

  @Test
  void filesOfEveryCommandDoNotCount() throws IOException {
    for (String name : new String[] {"result.json", "tracking.json", ".lock-1"}) {
      Files.writeString(folder.resolve(name), "changed");
    }

    assertThat(isCurrent()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"report.html", ".report.json"})
  void changedPageAndRecordAreNoticed(String name) throws IOException {
    Path file = folder.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThat(isCurrent()).as("Hadoop's checksum").isFalse();
    Files.deleteIfExists(folder.resolve("." + name + ".crc"));
    assertThat(isCurrent()).isFalse();
    Files.delete(file);
    assertThat(isCurrent()).isFalse();
  }

  private boolean isCurrent() throws IOException {
    return DrawnReport.isCurrent(files, hadoopFolder());
  }

  private org.apache.hadoop.fs.Path hadoopFolder() {
    return new org.apache.hadoop.fs.Path(folder.toUri());
  }
}
