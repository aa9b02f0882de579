package io.lautum.data.encoder;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.image.EncoderDescription;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.Json;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder with the vectors of an encoder. Its files are never changed, so that tasks can read them
 * while others add files. A file has records of one length: the SHA-256 of the prepared image and
 * its vector.
 */
final class VectorStore {
  private static final String SUFFIX = ".vectors";

  private final FileSystem files;
  private final Path folder;
  private final int width;

  VectorStore(Configuration hadoop, String folder, int width) throws IOException {
    this.folder = new Path(folder);
    this.width = width;
    files = this.folder.getFileSystem(hadoop);
  }

  /** Returns the folder for vectors of an encoder, below one for vectors of all encoders. */
  static String folder(String all, EncoderDescription description) {
    return new Path(all, description.digest().substring(0, 16)).toString();
  }

  /** Writes for users what the vectors are. */
  void describe(EncoderDescription description) throws IOException {
    Json.writeFile(files, new Path(folder, EncoderDescription.FILE), description);
  }

  /** Returns the names of all files, sorted. */
  List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    for (FileStatus file : list()) {
      names.add(file.getPath().getName());
    }
    names.sort(null);
    return names;
  }

  /** Returns the number of vectors. */
  long size() throws IOException {
    long bytes = 0;
    for (FileStatus file : list()) {
      bytes += file.getLen();
    }
    return bytes / record();
  }

  private FileStatus[] list() throws IOException {
    return files.exists(folder)
        ? files.listStatus(
            folder, path -> path.getName().endsWith(SUFFIX) && !path.getName().startsWith("."))
        : new FileStatus[0];
  }

  private int record() {
    return KnownImages.BYTES + Float.BYTES * width;
  }

  /**
   * Returns the digests of a file, one after the other.
   *
   * @throws DataException if the file has a part of a record
   */
  byte[] digests(String name) throws IOException {
    Path file = new Path(folder, name);
    long length = files.getFileStatus(file).getLen();
    if (length % record() != 0) {
      throw damaged(name);
    }
    byte[] digests = new byte[Math.toIntExact(length / record() * KnownImages.BYTES)];
    try (DataInputStream in = files.open(file)) {
      for (int start = 0; start < digests.length; start += KnownImages.BYTES) {
        in.readFully(digests, start, KnownImages.BYTES);
        in.skipNBytes((long) Float.BYTES * width);
      }
    }
    return digests;
  }

  private DataException damaged(String name) {
    return new DataException(Text.format("%s: damaged; delete this file", new Path(folder, name)));
  }

  /** Returns an open file. */
  Reader open(String name) throws IOException {
    return new Reader(name, files.open(new Path(folder, name)));
  }

  /** An open file of vectors. */
  final class Reader implements AutoCloseable {
    private final String name;
    private final FSDataInputStream in;

    private Reader(String name, FSDataInputStream in) {
      this.name = name;
      this.in = in;
    }

    /**
     * Returns the vector of a record.
     *
     * @throws DataException if the record belongs to another image
     */
    float[] vector(int position, byte[] sha256) throws IOException {
      byte[] bytes = new byte[record()];
      in.seek((long) position * bytes.length);
      in.readFully(bytes);
      if (!Arrays.equals(bytes, 0, KnownImages.BYTES, sha256, 0, sha256.length)) {
        throw damaged(name);
      }
      float[] vector = new float[width];
      ByteBuffer.wrap(bytes).position(KnownImages.BYTES).asFloatBuffer().get(vector);
      return vector;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** Returns a writer, which creates its first file when it has enough vectors. */
  Writer writer() {
    return new Writer();
  }

  /** Writes the vectors of one task. A file is complete after some megabytes. */
  final class Writer implements AutoCloseable {
    private static final int FILE_BYTES = 8 << 20;

    private final ByteArrayOutputStream records = new ByteArrayOutputStream();

    void add(byte[] sha256, float[] vector) throws IOException {
      ByteBuffer record = ByteBuffer.allocate(record()).put(sha256);
      record.asFloatBuffer().put(vector);
      records.write(record.array());
      if (records.size() >= FILE_BYTES) {
        close();
      }
    }

    /** Writes the vectors that are not yet in a file. */
    @Override
    public void close() throws IOException {
      if (records.size() > 0) {
        AtomicFile.write(files, new Path(folder, UUID.randomUUID() + SUFFIX), records::writeTo);
        records.reset();
      }
    }
  }
}
