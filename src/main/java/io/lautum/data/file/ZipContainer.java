package io.lautum.data.file;

import io.lautum.DataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The entries of a zip archive (PKWARE's APPNOTE, with the extension for large files), in the order
 * of its directory, which is read as it is walked. Entries are stored or deflated. Nothing is ever
 * written to disk.
 */
public final class ZipContainer implements Container {
  private static final int DIRECTORY_HEADER = 0x02014b50;
  private static final int BUFFER_BYTES = 1 << 16;

  /** Maximum ratio of all contents to the archive's size; blank images reach about a hundred. */
  private static final long EXPANSION = 256;

  /** Size of all contents that is accepted for an archive of any size. */
  private static final long UNPACKED_BYTES = 64L << 20;

  private final Path path;
  private final FSDataInputStream file;
  private final long length;
  private final InputStream directory;
  private long left;
  private long unpacked;
  private ZipRecord current;

  private ZipContainer(Path path, FSDataInputStream file, long length) throws IOException {
    this.path = path;
    this.file = file;
    this.length = length;
    ZipEnd end = ZipEnd.read(path, file, length);
    this.left = end.entries();
    file.seek(end.offset());
    this.directory = new BufferedInputStream(file, BUFFER_BYTES);
  }

  /**
   * Opens an archive.
   *
   * @throws DataException if the file has no directory of a zip archive at its end
   */
  public static ZipContainer open(Configuration hadoop, Path path) throws IOException {
    FileSystem fileSystem = path.getFileSystem(hadoop);
    long length = fileSystem.getFileStatus(path).getLen();
    FSDataInputStream file = fileSystem.open(path);
    try {
      return new ZipContainer(path, file, length);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Returns whether a file starts as zip archives do. */
  static boolean isZip(byte[] head) {
    return head.length >= 4
        && head[0] == 'P'
        && head[1] == 'K'
        && (head[2] == 3 && head[3] == 4 || head[2] == 5 && head[3] == 6);
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public ContainerEntry next() throws IOException {
    if (left == 0) {
      return null;
    }
    left--;
    current = ZipRecord.read(this::directoryBytes, DIRECTORY_HEADER, name());
    unpacked += current.size();
    if (unpacked > UNPACKED_BYTES + EXPANSION * length) {
      throw new DataException(
          "%s: expected contents of at most %d bytes in all, found more"
              .formatted(path, UNPACKED_BYTES + EXPANSION * length));
    }
    // Some programs write Windows' separator.
    return ContainerEntry.of(
        name(), current.name().replace('\\', '/'), current.folder(), current.size());
  }

  private byte[] directoryBytes(int count) throws IOException {
    byte[] bytes = directory.readNBytes(count);
    if (bytes.length < count) {
      throw new DataException("%s: expected a complete directory, found its end".formatted(path));
    }
    return bytes;
  }

  @Override
  public byte[] content() throws IOException {
    ZipRecord record = current;
    byte[] content = new byte[ImageFile.checkedSize(where(), record.size())];
    try (ZipEntryStream stream = stream(record)) {
      int read = 0;
      int filled = 0;
      while (filled < content.length && read >= 0) {
        read = stream.read(content, filled, content.length - filled);
        filled += Math.max(read, 0);
      }
      CRC32 sum = new CRC32();
      sum.update(content, 0, filled);
      if (filled < content.length || sum.getValue() != record.crc()) {
        throw new DataException(
            "%s: expected %d intact bytes, found %s"
                .formatted(
                    where(),
                    content.length,
                    filled < content.length
                        ? "the end of the entry after " + filled
                        : "another checksum"));
      }
    }
    return content;
  }

  /** Returns the content of the current entry as a stream, which closes the archive. */
  public PositionedInput entryStream() throws IOException {
    ZipEntryStream stream = stream(current);
    stream.closing(file);
    return stream;
  }

  private String where() {
    return path + "/" + current.name();
  }

  private ZipEntryStream stream(ZipRecord record) throws IOException {
    record.requireReadable(where());
    byte[] header = new byte[ZipRecord.LOCAL_HEADER_BYTES];
    try {
      file.readFully(record.offset(), header);
    } catch (EOFException e) {
      throw new DataException(
          "%s: expected the entry at offset %d, found the end of the file"
              .formatted(where(), record.offset()),
          e);
    }
    long start = record.dataOffset(header, where());
    if (start + record.storedSize() > length) {
      throw new DataException(
          "%s: expected %d bytes from offset %d, found the end of the file at %d"
              .formatted(where(), record.storedSize(), start, length));
    }
    return new ZipEntryStream(file, where(), record, start);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
