package io.lautum.data.shard;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.experiment.storage.HadoopSettings;
import io.lautum.operations.cluster.JavaSerialization;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Shards of one set that each process copies to a local file when it first needs them. All objects
 * of a process that name the same files share the copy. Travels to executors, without the examples.
 */
@DefaultSerializer(JavaSerialization.class)
public final class LocalCopy implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Soft, because tasks that run one after the other need the same copy. */
  private static final Map<List<Object>, SoftReference<StoredShard>> COPIES =
      new ConcurrentHashMap<>();

  private final String folder;
  private final ShardSet set;
  private final List<Manifest.File> files;
  private final HadoopSettings hadoop;
  private transient volatile StoredShard copy;

  /**
   * @param folder the folder of the manifest
   * @param files one or more files of {@code set}
   */
  public LocalCopy(Configuration hadoop, Path folder, ShardSet set, List<Manifest.File> files) {
    this.hadoop = new HadoopSettings(hadoop);
    this.folder = folder.toString();
    this.set = set;
    this.files = List.copyOf(files);
  }

  /** Returns the copy of a whole set. */
  public static LocalCopy of(Configuration hadoop, Path folder, ShardSet set, Manifest manifest) {
    return new LocalCopy(hadoop, folder, set, manifest.files(set));
  }

  /**
   * Forgets this process's copies of shards below a folder that is deleted, so that they do not
   * take up space until the memory is scarce.
   */
  public static void forget(Path folder) {
    COPIES.keySet().removeIf(key -> (key.get(0) + "/").startsWith(folder + "/"));
  }

  /** Returns the number of examples; opens no file. */
  public int count() {
    return Math.toIntExact(files.stream().mapToLong(Manifest.File::examples).sum());
  }

  /**
   * Returns the examples.
   *
   * @throws io.lautum.DataException if a file is missing or differs from the one that {@code
   *     prepare} wrote
   * @throws UncheckedIOException if the file system fails or the local disk is full
   */
  public StoredShard open() {
    if (copy == null) {
      copy = shared();
    }
    return copy;
  }

  private StoredShard shared() {
    StoredShard[] opened = new StoredShard[1];
    COPIES.compute(
        List.of(folder, files.stream().map(Manifest.File::sha256).toList()),
        (key, known) -> {
          opened[0] = known == null ? null : known.get();
          if (opened[0] != null) {
            return known;
          }
          try {
            opened[0] = new ShardReader(hadoop.get(), new Path(folder)).store(set, files);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return new SoftReference<>(opened[0]);
        });
    return opened[0];
  }
}
