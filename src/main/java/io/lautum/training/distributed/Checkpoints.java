package io.lautum.training.distributed;

import io.lautum.DataException;
import io.lautum.training.checkpoint.CheckpointFiles;
import io.lautum.training.checkpoint.CheckpointKind;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saved states of a distributed training, one file {@code round-<n>.bin} each. The last few are
 * kept; if one is damaged, the previous one is used.
 *
 * @param every number of rounds between two checkpoints
 * @param kept number of newest checkpoints to keep
 */
public record Checkpoints(FileSystem files, Path folder, int every, int kept) {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final CheckpointKind ROUNDS =
      new CheckpointKind("round", 0x4c535032, Set.of(0x4c535031));

  private CheckpointFiles states() {
    return new CheckpointFiles(files, folder, ROUNDS, kept);
  }

  /** Saves the state every {@code every} rounds, except after the last round. */
  void save(TrainingState state, int round, int rounds) throws IOException {
    if (round % every != 0 || round == rounds) {
      return;
    }
    files.mkdirs(folder);
    states().save(round, out -> CheckpointContent.write(state, out));
  }

  /** Returns the newest undamaged state, if there is one. */
  public Optional<TrainingState> latest() throws IOException {
    for (Path path : states().newestFirst()) {
      try {
        TrainingState state = states().read(path, CheckpointContent::read);
        LOG.info("resuming from {}", path);
        return Optional.of(state);
      } catch (DataException e) {
        LOG.warn("{}; falling back to the previous checkpoint", e.getMessage());
      }
    }
    return Optional.empty();
  }
}
