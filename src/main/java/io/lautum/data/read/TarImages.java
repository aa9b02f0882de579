package io.lautum.data.read;

import io.lautum.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The images of a tar archive, in the archive's order. Entries are read into memory and never
 * written to disk.
 */
final class TarImages implements ImageFiles {
  private final DataStream stream;
  private final HeaderGuard guard;
  private final EndAwareArchive archive;
  private TarArchiveEntry current;
  private String currentPath;
  private long unread;
  private String root;

  private TarImages(DataStream stream) {
    this.stream = stream;
    this.guard = new HeaderGuard(stream);
    this.archive = new EndAwareArchive(guard);
  }

  static TarImages open(Configuration hadoop, Path path) throws IOException {
    return new TarImages(DataStream.open(hadoop, path));
  }

  @Override
  public ImageEntry next() throws IOException {
    while (advance()) {
      Optional<ImageEntry> entry =
          ImageEntry.parse(stream.path().toString(), current.getName(), current.isDirectory());
      if (entry.isPresent()) {
        if (root == null) {
          root = entry.get().root();
        }
        if (!root.equals(entry.get().root())) {
          throw new DataException(
              "%s: expected one leading folder for the whole archive, \"%s\", found \"%s\""
                  .formatted(entry.get().path(), root, entry.get().root()));
        }
        currentPath = entry.get().path();
        return entry.get();
      }
    }
    return null;
  }

  private boolean advance() throws IOException {
    guard.allow(unread);
    try {
      current = archive.getNextTarEntry();
      if (current == null) {
        if (archive.endsWithoutMark) {
          throw new IOException(
              "the end of the file before the blocks of zeros that end an archive");
        }
        guard.allow(Long.MAX_VALUE / 2);
        stream.drain();
        return false;
      }
    } catch (IOException e) {
      throw decoded(e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      // The parser throws runtime exceptions on malformed headers.
      throw decoded(new IOException(e));
    }
    unread = current.getSize();
    return true;
  }

  @Override
  public byte[] content() throws IOException {
    // isFile is also true for links, which have no content.
    if (!current.isFile() || current.isSymbolicLink() || current.isLink() || current.isSparse()) {
      throw new DataException(
          "%s: expected a regular file, found a link or special file".formatted(currentPath));
    }
    byte[] content = new byte[ImageFile.checkedSize(currentPath, current.getSize())];
    guard.allow(unread);
    int read;
    try {
      read = archive.readNBytes(content, 0, content.length);
    } catch (IOException e) {
      throw decoded(e);
    }
    if (read < content.length) {
      throw new DataException(
          "%s: expected %d bytes, found the end of the archive after %d"
              .formatted(currentPath, content.length, read));
    }
    unread = 0;
    return content;
  }

  private IOException decoded(IOException e) {
    if (stream.sourceFailed()) {
      return e;
    }
    throw new DataException(
        "%s: offset %d of the unpacked archive: expected an intact tar entry, found: %s"
            .formatted(stream.path(), stream.position(), e.getMessage()),
        e);
  }

  @Override
  public void close() throws IOException {
    try (stream) {
      archive.close();
    }
  }

  /**
   * Distinguishes the end of an archive from the end of the file, because an archive that is
   * truncated between two entries would otherwise look complete.
   */
  private static final class EndAwareArchive extends TarArchiveInputStream {
    private boolean marked;
    private boolean endsWithoutMark;

    private EndAwareArchive(InputStream in) {
      super(in);
    }

    @Override
    protected boolean isEOFRecord(byte[] block) {
      boolean end = super.isEOFRecord(block);
      // Some programs write one block of zeros instead of two.
      endsWithoutMark = block == null && !marked;
      marked |= end && block != null;
      return end;
    }
  }

  /**
   * Limits the bytes read for the headers of one entry, because the parser keeps extended headers,
   * such as long names, in memory, and an archive may declare any length for them.
   */
  private static final class HeaderGuard extends BlockStream {
    private static final long HEADER_BYTES = 1 << 20;

    private final DataStream stream;
    private long allowed = HEADER_BYTES;

    private HeaderGuard(DataStream stream) {
      super(stream);
      this.stream = stream;
    }

    /** Lets {@code content} bytes of content pass, and then the headers of one entry. */
    private void allow(long content) {
      allowed = content + HEADER_BYTES;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      allowed -= Math.max(read, 0);
      if (allowed < 0) {
        throw new DataException(
            "%s: offset %d of the unpacked archive: expected headers of at most %d bytes, found more"
                .formatted(stream.path(), stream.position(), HEADER_BYTES));
      }
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      // Skips by reading, so that the bytes are counted and a truncated archive is noticed.
      byte[] discarded = new byte[(int) Math.min(count, 1 << 13)];
      return Math.max(0, read(discarded, 0, discarded.length));
    }
  }
}
