package io.lautum.data.file;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The entries of a tar archive, in the archive's order. Entries are read into memory and never
 * written to disk.
 */
public final class TarContainer implements Archive {
  /** The number of first bytes that {@link #isTar} needs. */
  static final int MAGIC_END = 262;

  private static final byte[] MAGIC = {'u', 's', 't', 'a', 'r'};

  private final DataStream stream;
  private final HeaderGuard guard;
  private final EndAwareArchive archive;
  private TarArchiveEntry current;
  private long unread;

  private TarContainer(DataStream stream) {
    this.stream = stream;
    this.guard = new HeaderGuard(stream);
    this.archive = new EndAwareArchive(guard);
  }

  public static TarContainer open(Configuration hadoop, Path path) throws IOException {
    return new TarContainer(DataStream.open(hadoop, path));
  }

  /** Returns whether a file starts with the header of a tar archive (POSIX). */
  static boolean isTar(byte[] head) {
    return head.length >= MAGIC_END
        && Arrays.equals(head, MAGIC_END - MAGIC.length, MAGIC_END, MAGIC, 0, MAGIC.length);
  }

  @Override
  public String name() {
    return stream.name();
  }

  @Override
  public ContainerEntry next() throws IOException {
    if (!advance()) {
      return null;
    }
    ContainerEntry entry =
        ContainerEntry.of(name(), entryName(), current.isDirectory(), current.getSize());
    if (current.isLink() && !entry.systemFile()) {
      throw new DataException(
          Text.format(
              "%s: expected each file with its content, found %s, a hard link to %s; unpack the"
                  + " archive and set the path to the folder, or create it again with tar"
                  + " --hard-dereference",
              name(), entry.path(), current.getLinkName()));
    }
    return entry;
  }

  private boolean advance() throws IOException {
    guard.allow(unread);
    try {
      current = archive.getNextEntry();
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
    requireRegularFile();
    byte[] content = new byte[ImageFile.checkedSize(currentPath(), current.getSize())];
    guard.allow(unread);
    int read;
    try {
      read = archive.readNBytes(content, 0, content.length);
    } catch (IOException e) {
      throw decoded(e);
    }
    if (read < content.length) {
      throw new DataException(
          Text.format(
              "%s: expected %d bytes, found the end of the archive after %d",
              currentPath(), content.length, read));
    }
    unread = 0;
    return content;
  }

  /** Only PAX headers state that a name is UTF-8; other names are read byte by byte. */
  private String entryName() {
    String bytes = current.getName();
    return bytes.chars().allMatch(character -> character < 0x100)
        ? EntryNames.of(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1)
        : bytes;
  }

  private String currentPath() {
    return name() + "/" + ContainerEntry.of(name(), entryName(), false, 0).path();
  }

  private void requireRegularFile() {
    // isFile is also true for symbolic links, which have no content.
    if (!current.isFile() || current.isSymbolicLink() || current.isSparse()) {
      throw new DataException(
          Text.format("%s: expected a regular file, found a link or special file", currentPath()));
    }
  }

  @Override
  public EntryStream entryStream() {
    requireRegularFile();
    guard.allow(unread);
    return new EntryStream(currentPath(), current.getSize(), this::read, this);
  }

  private int read(byte[] target, int offset, int length) throws IOException {
    try {
      return archive.read(target, offset, length);
    } catch (IOException e) {
      throw decoded(e);
    }
  }

  private IOException decoded(IOException e) {
    if (stream.sourceFailed()) {
      return e;
    }
    throw new DataException(
        Text.format(
            "%s: offset %d of the unpacked archive: expected an intact tar entry, found: %s",
            stream.name(), stream.position(), e.getMessage()),
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
      super(in, StandardCharsets.ISO_8859_1.name());
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
            Text.format(
                "%s: offset %d of the unpacked archive: expected headers of at most %d bytes, found"
                    + " more",
                stream.name(), stream.position(), HEADER_BYTES));
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
