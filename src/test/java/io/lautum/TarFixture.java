package io.lautum;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;

/** A tar archive in memory. */
public final class TarFixture {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream archive = new TarArchiveOutputStream(bytes);

  /** Returns the stream for entries other than small regular files. */
  public TarArchiveOutputStream archive() {
    return archive;
  }

  /** Appends a regular file. */
  public void add(String name, byte[] content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    archive.putArchiveEntry(entry);
    archive.write(content);
    archive.closeArchiveEntry();
  }

  /**
   * Appends an extended header (PAX), which applies to the next entry.
   *
   * @param records records {@code key=value}; a character is a byte
   */
  public void addExtendedHeader(String... records) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String record : records) {
      // A record starts with its length, which includes its own digits.
      int length = record.length() + 3;
      while (Integer.toString(length).length() + record.length() + 2 > length) {
        length++;
      }
      all.append(length).append(' ').append(record).append('\n');
    }
    byte[] header = all.toString().getBytes(StandardCharsets.ISO_8859_1);
    TarArchiveEntry entry =
        new TarArchiveEntry("PaxHeader", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
    entry.setSize(header.length);
    archive.putArchiveEntry(entry);
    archive.write(header);
    archive.closeArchiveEntry();
  }

  /** Appends an entry without content. */
  public void add(TarArchiveEntry entry) throws IOException {
    archive.putArchiveEntry(entry);
    archive.closeArchiveEntry();
  }

  /** Returns the bytes written so far, which lack the end of the archive. */
  public byte[] unfinished() {
    return bytes.toByteArray();
  }

  /** Ends the archive and returns its bytes. */
  public byte[] finished() throws IOException {
    archive.close();
    return bytes.toByteArray();
  }

  /** Ends the archive and writes it, compressed as the ending of the file's name says. */
  public Path write(Path file) throws IOException {
    archive.close();
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream compressed = compressed(file.toString(), out)) {
      bytes.writeTo(compressed);
    }
    return file;
  }

  private static OutputStream compressed(String name, OutputStream out) throws IOException {
    if (name.endsWith("xz")) {
      return new XZCompressorOutputStream(out);
    }
    return name.endsWith("gz") ? new GZIPOutputStream(out) : out;
  }
}
