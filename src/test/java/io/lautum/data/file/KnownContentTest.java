package io.lautum.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownContentTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7z\u00bc\u00af'\u001c\u0000 | a 7z archive",
        "Rar!\u001a\u0007 | a RAR archive",
        "(\u00b5/\u00fd\u0004 | a file compressed with Zstandard",
        "\u0089HDF | an HDF5 file",
        "MATLAB 5.0 file | a MATLAB file",
        "ARROW1\u0000 | an Arrow file",
        "SQLite format 3 | an SQLite database",
        "\u0093NUMPY\u0001 | a numpy array",
        "\u0089PNG\r | a PNG image; name its folder",
        "%PDF-1.4 | a PDF document",
        "hello | another file"
      })
  void fileThatIsNoDatasetIsNamed(String start, String found) throws IOException {
    assertThat(opened("data.tar", start.getBytes(StandardCharsets.ISO_8859_1), found))
        .isEqualTo(!found.equals("another file"));
    assertThat(opened("data", start.getBytes(StandardCharsets.ISO_8859_1), found)).isTrue();
  }

  /** Returns whether a file is rejected by what it is. */
  private boolean opened(String name, byte[] content, String found) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    try (Container container =
        Container.open(new FolderLists(new Configuration()), file.toString(), false)) {
      container.next();
      return false;
    } catch (DataException e) {
      return e.getMessage().contains("found " + found);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "....ftypheic | an HEIC image; convert it to JPEG or PNG",
        "....ftypmif1 | an HEIC image; convert it to JPEG or PNG",
        "....ftypavif | an AVIF image; convert it to JPEG or PNG",
        "\u00ffO\u00ffQ | a JPEG 2000 image; convert it to PNG",
        "8BPS | a Photoshop document; convert it to PNG",
        "P6 9 | a PBM, PGM or PPM image; convert it to PNG",
        "<?xml version='1.0'?><svg> | an SVG drawing; convert it to PNG",
        "II+. | 49492b2e",
        "hello, world | 68656c6c6f2c2077"
      })
  void fileThatIsNoImageIsNamed(String start, String found) {
    byte[] file = start.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(KnownContent.found(file)).isEqualTo(found);
  }

  @Test
  void dicomAndBigTiffAreNamed() {
    assertThat(KnownContent.found(new byte[] {0, 0, 8, 3, 0})).startsWith("an IDX file");
    assertThat(KnownContent.found("\0".repeat(128).concat("DICM").getBytes()))
        .startsWith("a DICOM file");
    assertThat(KnownContent.found(new byte[] {'M', 'M', 0, '+', 0, 8}))
        .startsWith("a BigTIFF image");
    assertThat(KnownContent.found(new byte[0])).isEqualTo("an empty file");
  }

  @Test
  void tableAsDatasetIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("labels.csv"), "id,label\n");
    assertThatThrownBy(
            () -> Container.open(new FolderLists(new Configuration()), file.toString(), false))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a table; set path to the folder with the table and the images");
  }

  @Test
  void programBeforeAZipIsSkipped() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("#!/bin/sh\nexit 1\n".getBytes(StandardCharsets.US_ASCII));
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("a.txt"));
      zip.write(7);
    }
    Path file = Files.write(folder.resolve("a.zip"), bytes.toByteArray());
    try (Container container =
        Container.open(new FolderLists(new Configuration()), file.toString(), false)) {
      assertThat(container.next().path()).isEqualTo("a.txt");
      assertThat(container.content()).containsExactly(7);
    }
  }
}
