package io.lautum;

import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system, which fails at some files, or in all operations after a number of them, as
 * if the process had ended there.
 */
public final class FailingFileSystem extends LocalFileSystem {
  /** Setting with the pattern of the paths that cannot be created. */
  public static final String NAMES = "lautum.test.names";

  private static final String OPERATIONS = "lautum.test.operations";

  private Pattern names;
  private int operations;

  /** Returns settings of a file system that cannot create files whose paths match. */
  public static Configuration at(String names) {
    Configuration settings = settings();
    settings.set(NAMES, names);
    return settings;
  }

  /** Returns settings of a file system that changes nothing after a number of operations. */
  public static Configuration after(int operations) {
    Configuration settings = settings();
    settings.setInt(OPERATIONS, operations);
    return settings;
  }

  private static Configuration settings() {
    Configuration settings = new Configuration(false);
    settings.set("fs.file.impl", FailingFileSystem.class.getName());
    settings.setBoolean("fs.file.impl.disable.cache", true);
    return settings;
  }

  @Override
  public void initialize(URI name, Configuration settings) throws IOException {
    super.initialize(name, settings);
    names = Pattern.compile(settings.get(NAMES, "(?!)"));
    operations = settings.getInt(OPERATIONS, Integer.MAX_VALUE);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    count();
    if (names.matcher(path.toString()).find()) {
      throw new IOException(path + ": no space left");
    }
    return super.create(path, permission, overwrite, buffer, replication, block, progress);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    count();
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    count();
    return super.delete(path, recursive);
  }

  private void count() throws IOException {
    if (operations-- <= 0) {
      throw new IOException("interrupted");
    }
  }
}
