package io.lautum.data.file;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.apache.commons.io.input.ChecksumInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The entries of a zip archive, in the order of its directory. Nothing is ever written to disk.
 * Checksums are verified at the end of each entry.
 */
public final class ZipContainer implements Archive {
  /** Maximum ratio of all contents to the archive's size; blank images reach about a hundred. */
  private static final long EXPANSION = 256;

  /** Size of all contents that is accepted for an archive of any size. */
  private static final long UNPACKED_BYTES = 64L << 20;

  /** The directory of a million files takes about this much; all of it is kept in memory. */
  private static final long DIRECTORY_BYTES = 128L << 20;

  private static final String DAMAGED = "%s: expected an intact entry, found: %s";

  private final Path path;
  private final long length;
  private final BlockChannel channel;
  private final ZipFile file;
  private final Enumeration<ZipArchiveEntry> entries;
  private long unpacked;
  private ZipArchiveEntry current;

  private ZipContainer(Path path, long length, FSDataInputStream in) throws IOException {
    this.path = path;
    this.length = length;
    this.channel = new BlockChannel(in, length);
    this.file = directory();
    this.entries = file.getEntries();
  }

  /**
   * Opens an archive.
   *
   * @throws DataException if the file has no intact directory of a zip archive at its end
   */
  public static ZipContainer open(Configuration hadoop, Path path) throws IOException {
    FileSystem fileSystem = path.getFileSystem(hadoop);
    long length = fileSystem.getFileStatus(path).getLen();
    FSDataInputStream in = fileSystem.open(path);
    try {
      return new ZipContainer(path, length, in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Opens an entry, which exists, at its start; its stream closes the archive. */
  public static EntryStream open(Configuration hadoop, Path path, String entry) throws IOException {
    ZipContainer archive = open(hadoop, path);
    try {
      ContainerEntry found = archive.next();
      while (!found.path().equals(entry)) {
        found = archive.next();
      }
      return archive.entryStream();
    } catch (IOException | RuntimeException e) {
      archive.close();
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

  private ZipFile directory() throws IOException {
    try {
      channel.limit(DIRECTORY_BYTES);
      ZipFile opened =
          ZipFile.builder()
              .setSeekableByteChannel(channel)
              .setCharset(StandardCharsets.UTF_8)
              .setUseUnicodeExtraFields(true)
              // The headers in front of the entries would cost a request each.
              .setIgnoreLocalFileHeader(true)
              .get();
      channel.limit(Long.MAX_VALUE);
      return opened;
    } catch (IOException | RuntimeException e) {
      throw damaged(
          e,
          "%s: expected the directory of a zip archive at the end of the file, found: %s; the file"
              + " may be incomplete",
          path);
    }
  }

  private IOException damaged(Exception e, String message, Object where) {
    if (channel.sourceFailed() && e instanceof IOException failure) {
      return failure;
    }
    if (e instanceof DataException) {
      throw (DataException) e;
    }
    throw new DataException(Text.format(message, where, e.getMessage()), e);
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public ContainerEntry next() throws IOException {
    if (!entries.hasMoreElements()) {
      return null;
    }
    current = entries.nextElement();
    unpacked += Math.max(0, current.getSize());
    long allowed = UNPACKED_BYTES + EXPANSION * length;
    if (current.getSize() < 0 || unpacked < 0 || unpacked > allowed) {
      throw new DataException(
          Text.format(
              "%s: expected contents of at most %d bytes in all, found more; if you trust the"
                  + " archive, unpack it and set the path to the folder",
              path, allowed));
    }
    String entryName = entryName();
    if (!file.canReadEntryData(current)) {
      // Programs treat all entries alike, so that each image would be a bad file.
      throw new DataException(
          Text.format(
              "%s: expected entries that are stored or compressed with deflate, found %s %s; unpack"
                  + " the archive and set the path to the folder, or create it again with deflate"
                  + " and without a password",
              path, entryName, kind()));
    }
    return ContainerEntry.of(name(), entryName, entryName.endsWith("/"), current.getSize());
  }

  private String kind() {
    return current.getGeneralPurposeBit().usesEncryption()
        ? "encrypted"
        : "compressed with " + ZipMethod.getMethodByCode(current.getMethod());
  }

  /** Some programs write Windows' separator, and old ones names in the code page of MS-DOS. */
  private String entryName() {
    boolean separate = current.getNameSource() == ZipArchiveEntry.NameSource.UNICODE_EXTRA_FIELD;
    String entryName =
        separate
            ? current.getName()
            : EntryNames.of(current.getRawName(), Charset.forName("IBM437"));
    return entryName.replace('\\', '/');
  }

  @Override
  public byte[] content() throws IOException {
    byte[] content = new byte[ImageFile.checkedSize(where(), current.getSize())];
    try (InputStream stream = stream()) {
      int read = stream.readNBytes(content, 0, content.length);
      if (read < content.length) {
        throw new DataException(
            Text.format(
                "%s: expected %d intact bytes, found the end of the entry after %d",
                where(), content.length, read));
      }
    }
    return content;
  }

  @Override
  public EntryStream entryStream() throws IOException {
    return new EntryStream(where(), current.getSize(), stream()::read, this);
  }

  private String where() {
    return path + "/" + entryName();
  }

  private InputStream stream() throws IOException {
    String where = where();
    if (current.isUnixSymlink()) {
      throw new DataException(Text.format("%s: expected a regular file, found a link", where));
    }
    try {
      InputStream content = file.getInputStream(current);
      if (content == null) {
        throw new IOException("no data of the entry");
      }
      return new IntactStream(
          ChecksumInputStream.builder()
              .setInputStream(content)
              .setChecksum(new CRC32())
              .setCountThreshold(current.getSize())
              .setExpectedChecksumValue(current.getCrc())
              .get(),
          where);
    } catch (IOException | RuntimeException e) {
      throw damaged(e, DAMAGED, where);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Reports damage with the entry's path. */
  private final class IntactStream extends BlockStream {
    private final String where;

    private IntactStream(InputStream in, String where) {
      super(in);
      this.where = where;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      try {
        return in.read(target, offset, count);
      } catch (IOException | RuntimeException e) {
        throw damaged(e, DAMAGED, where);
      }
    }
  }
}
