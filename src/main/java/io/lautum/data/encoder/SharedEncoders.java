package io.lautum.data.encoder;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * The encoders of this process, which all tasks share because their weights may be large. An
 * encoder that no task uses stays open until a task needs another one.
 */
final class SharedEncoders {
  private static final Map<Key, Shared> OPEN = new HashMap<>();

  private SharedEncoders() {}

  private record Key(String file, String digest, EncoderSettings settings, int threads) {}

  private static final class Shared {
    private final OnnxEncoder encoder;
    private int users;

    Shared(OnnxEncoder encoder) {
      this.encoder = encoder;
    }
  }

  /** An encoder that stays open until its user closes it. */
  interface Lease extends AutoCloseable {
    OnnxEncoder encoder();

    @Override
    void close();
  }

  /**
   * Returns an encoder, which is opened if no task has done so.
   *
   * @param digest digest of the files that the driver has checked
   * @throws DataException if the files have changed
   */
  static synchronized Lease lease(
      Configuration hadoop, String file, String digest, EncoderSettings settings, int threads)
      throws IOException {
    Key key = new Key(file, digest, settings, threads);
    Shared shared = OPEN.get(key);
    if (shared == null) {
      closeUnused();
      OnnxEncoder encoder = OnnxEncoder.open(hadoop, file, settings, threads);
      if (!encoder.digest().equals(digest)) {
        encoder.close();
        throw new DataException(
            Text.format("%s: expected the same file on all machines and until the end", file));
      }
      shared = new Shared(encoder);
      OPEN.put(key, shared);
    }
    shared.users++;
    return new SharedLease(shared);
  }

  private static void closeUnused() {
    OPEN.values()
        .removeIf(
            shared -> {
              if (shared.users == 0) {
                shared.encoder.close();
              }
              return shared.users == 0;
            });
  }

  private record SharedLease(Shared shared) implements Lease {
    @Override
    public OnnxEncoder encoder() {
      return shared.encoder;
    }

    @Override
    public void close() {
      synchronized (SharedEncoders.class) {
        shared.users--;
      }
    }
  }
}
