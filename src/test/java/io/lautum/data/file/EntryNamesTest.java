package io.lautum.data.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes whose names differ in one letter would otherwise become one class. */
class EntryNamesTest {
  private static final List<String> NAMES = List.of("Käse/1.png", "Köse/1.png");

  @TempDir Path folder;

  private List<String> read(Path archive) throws IOException {
    List<String> paths = new ArrayList<>();
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(archive.toString());
    try (Archive entries = Archive.open(new Configuration(), path)) {
      for (ContainerEntry entry = entries.next(); entry != null; entry = entries.next()) {
        paths.add(entry.path());
      }
    }
    return paths;
  }

  /** Windows' own zip files have the code page of MS-DOS; others set the flag of UTF-8. */
  @ParameterizedTest
  @ValueSource(strings = {"IBM437", "UTF-8"})
  void namesInZipFiles(String charset) throws IOException {
    Path file = folder.resolve("a.zip");
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(file), Charset.forName(charset))) {
      for (String name : NAMES) {
        zip.putNextEntry(new ZipEntry(name));
        zip.closeEntry();
      }
    }
    assertThat(read(file)).isEqualTo(NAMES);
  }

  /** Without the headers of PAX, names have the charset of the machine that wrote them. */
  @ParameterizedTest
  @CsvSource({"UTF-8, false", "ISO-8859-1, false", "UTF-8, true", "ISO-8859-1, true"})
  void namesInTarFiles(String charset, boolean pax) throws IOException {
    Path file = folder.resolve("a.tar");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(Files.newOutputStream(file), charset)) {
      tar.setAddPaxHeadersForNonAsciiNames(pax);
      for (String name : NAMES) {
        tar.putArchiveEntry(new TarArchiveEntry(name));
        tar.closeArchiveEntry();
      }
    }
    assertThat(read(file)).isEqualTo(NAMES);
  }

  @Test
  void lettersBeyondLatinNeedUtf8() {
    byte[] name = "猫".getBytes(StandardCharsets.UTF_8);
    assertThat(EntryNames.of(name, StandardCharsets.ISO_8859_1)).isEqualTo("猫");
  }
}
