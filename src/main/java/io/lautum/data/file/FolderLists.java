package io.lautum.data.file;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Lists folders, each once, and keeps the lists: of each file or folder the name, the size and
 * whether it is a folder or a link. Files of operating systems are left out. Thread-safe.
 *
 * <p>The lists take about 4 bytes per file more than the names, in total at most a quarter of the
 * heap. A folder that is being listed takes about 100 bytes per file.
 */
public final class FolderLists {
  /** Requests to remote file systems take long and can be answered at the same time. */
  private static final int AT_ONCE = 16;

  private static final int MOST_FOLDERS = 1 << 18;

  private final Configuration hadoop;
  private final long mostBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong files = new AtomicLong();
  private final Map<Path, PackedPaths> lists = new ConcurrentHashMap<>();

  public FolderLists(Configuration hadoop) {
    this(hadoop, Math.min(Runtime.getRuntime().maxMemory() / 4, 1 << 30));
  }

  FolderLists(Configuration hadoop, long mostBytes) {
    this.hadoop = hadoop;
    this.mostBytes = mostBytes;
  }

  /** Returns the settings of the file systems. */
  public Configuration hadoop() {
    return hadoop;
  }

  /** Returns the file system of a path. */
  public FileSystem fileSystem(Path path) throws IOException {
    return path.getFileSystem(hadoop);
  }

  /**
   * Returns those of the files and folders directly in a folder that are wanted, sorted by name.
   *
   * @throws java.io.FileNotFoundException if there is no such folder
   * @throws DataException if all lists together are too large for the heap
   */
  public List<ContainerEntry> entries(Path folder, Predicate<ContainerEntry> wanted)
      throws IOException {
    List<ContainerEntry> entries = new ArrayList<>();
    PackedPaths.Cursor found = list(folder).cursor();
    while (found.next()) {
      ContainerEntry entry = entry(found.path(), found);
      if (wanted.test(entry)) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** Returns the entry of a list with another path. */
  static ContainerEntry entry(String path, PackedPaths.Cursor listed) {
    return new ContainerEntry(path, (listed.number() & FolderLister.FOLDER) != 0, listed.size());
  }

  /** Returns the path of a file or folder in a folder. The name may have a colon. */
  public static Path child(Path folder, String name) {
    // A relative path of one string would take a colon for the end of a scheme.
    return new Path(folder, new Path(null, null, name));
  }

  /**
   * Returns the names of the files and folders directly in a folder, sorted, each with its size and
   * the bits of its kind. A link has the kind and size of its target.
   */
  PackedPaths list(Path folder) throws IOException {
    FileSystem fileSystem = fileSystem(folder);
    Path key = fileSystem.makeQualified(folder);
    PackedPaths known = lists.get(key);
    if (known != null) {
      return known;
    }
    PackedPaths list = FolderLister.list(fileSystem, key);
    files.addAndGet(list.count());
    if (bytes.addAndGet(list.bytes()) > mostBytes) {
      throw new DataException(
          Text.format(
                  "%s: expected a list of files of at most %d MiB, a quarter of the driver's"
                      + " memory, found",
                  key, mostBytes >> 20)
              + Text.format(" more after %d files; set --driver-memory", files.get()));
    }
    lists.put(key, list);
    return list;
  }

  /** Lists several folders at a time. Those that cannot be listed fail in {@link #list}. */
  public void prefetch(Collection<Path> folders) {
    if (folders.size() < 2) {
      folders.forEach(this::tryToList);
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, folders.size()));
    folders.forEach(folder -> threads.execute(() -> tryToList(folder)));
    threads.shutdown();
    try {
      while (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
        // Each folder ends or fails by the file system's own limits of time.
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void tryToList(Path folder) {
    try {
      list(folder);
    } catch (IOException | RuntimeException e) {
      // Listed again in the order of the walk, so that the same fault is always the first.
    }
  }

  /** Lists a folder and all folders below it, except those behind links. */
  void prefetchBelow(Path root) throws IOException {
    list(root);
    List<Path> level = List.of(fileSystem(root).makeQualified(root));
    while (!level.isEmpty() && lists.size() < MOST_FOLDERS) {
      prefetch(level);
      List<Path> next = new ArrayList<>();
      for (Path folder : level) {
        PackedPaths list = lists.get(folder);
        PackedPaths.Cursor found = list == null ? null : list.cursor();
        while (found != null && found.next()) {
          if (found.number() == FolderLister.FOLDER) {
            next.add(child(folder, found.path()));
          }
        }
      }
      level = next;
    }
  }

  /** Forgets all lists. */
  void clear() {
    lists.clear();
    bytes.set(0);
    files.set(0);
  }
}
