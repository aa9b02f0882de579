package io.lautum.experiment.random;

import io.lautum.Text;
import java.util.Arrays;

/**
 * The streams of random numbers, each with the number that separates it from the others of its
 * level. A stream's seed is {@link Seeds#derive derived} from the seed of its level, its number and
 * its coordinates, so the same coordinates always give the same stream.
 */
public enum RandomStream {
  /** Selects the examples of the target's training set that form the labelled pool. */
  LABELLED_POOL(Level.EXPERIMENT, 1),
  /** Assigns the examples of a set to shards. */
  SHARDS(Level.EXPERIMENT, 2),
  /** The seed of pre-training and sampling, from which each worker's streams are derived. */
  TRAINING(Level.EXPERIMENT, 3),
  /** The seed of a fine-tuning run, by draw and number of labels. */
  FINE_TUNING(Level.EXPERIMENT, 4, "draw", "labels"),
  /** The labelled draws. */
  LABELLED_DRAWS(Level.EXPERIMENT, 5),
  /**
   * The seed of a fine-tuning run of the search, by draw and held-out part; with draw 0, of the
   * cross-validation of the command adapt.
   */
  CROSS_VALIDATION(Level.EXPERIMENT, 6, "draw", "fold"),
  /**
   * The Gaussian noise on test images of the command generalisation. {@link #CROSS_VALIDATION} has
   * the same number and two coordinates more, so no seed belongs to both.
   */
  IMAGE_NOISE(Level.EXPERIMENT, 6),
  /** The unlabelled images on which the search and the method auto score predictions. */
  SCORED_IMAGES(Level.EXPERIMENT, 7),
  /** The first directions of randomised principal components. */
  PRINCIPAL_COMPONENTS(Level.EXPERIMENT, 8),
  /** The source images on which the command generalisation measures training accuracy. */
  TRAINING_SAMPLE(Level.EXPERIMENT, 9),
  /**
   * The assignment of labelled images to held-out parts, in the command adapt and the method auto.
   */
  FOLDS(Level.EXPERIMENT, 10),
  /** The seed of a fine-tuning run of the method auto, by draw, number of labels and part. */
  CHOICE(Level.EXPERIMENT, 11, "draw", "labels", "fold"),
  /** The patches from which local features are learned. */
  PATCHES(Level.EXPERIMENT, 12),

  /** The order of a worker's source images. */
  SOURCE_ORDER(Level.WORKER, 0),
  /** The order of a worker's unlabelled target images. */
  TARGET_ORDER(Level.WORKER, 1),
  /** A worker's dropout, from one averaging to the next. */
  WORKER_DROPOUT(Level.WORKER, 2, "iteration"),
  /** The augmentation of a worker's minibatch. */
  WORKER_AUGMENTATION(Level.WORKER, 3, "iteration"),
  /** The perturbed weights of a worker's step. */
  WEIGHT_SAMPLES(Level.WORKER, 4, "iteration"),
  /** The strong augmentation of a worker's unlabelled images. */
  WORKER_STRONG_AUGMENTATION(Level.WORKER, 5, "iteration"),
  /** A worker's source images that early stopping holds out. */
  HELD_OUT_SOURCE(Level.WORKER, 6),

  /** The dropout of a fine-tuning run. */
  FINE_TUNING_DROPOUT(Level.FINE_TUNING_RUN, 0),
  /** The order of a fine-tuning run's labelled images. */
  LABELLED_ORDER(Level.FINE_TUNING_RUN, 1),
  /** The augmentation of a fine-tuning run's images. */
  FINE_TUNING_AUGMENTATION(Level.FINE_TUNING_RUN, 2),
  /** The order of a fine-tuning run's unlabelled images. */
  UNLABELLED_ORDER(Level.FINE_TUNING_RUN, 3),
  /** The strong augmentation of a fine-tuning run's unlabelled images. */
  FINE_TUNING_STRONG_AUGMENTATION(Level.FINE_TUNING_RUN, 4),
  /** Images of batch normalisation's statistics. */
  STATISTICS_IMAGES(Level.FINE_TUNING_RUN, 5),
  /** Shares and partners of mixed examples. */
  MIXUP(Level.FINE_TUNING_RUN, 6, "step"),
  /** Labelled examples that early stopping holds out. */
  HELD_OUT_LABELS(Level.FINE_TUNING_RUN, 7);

  /** The seed that a stream's seed is derived from. */
  enum Level {
    /** The configuration key {@code seed}. */
    EXPERIMENT(0),
    /** The seed of {@link #TRAINING} and the worker's number. */
    WORKER(1),
    /** The seed of {@link #FINE_TUNING}, {@link #CROSS_VALIDATION} or {@link #CHOICE}. */
    FINE_TUNING_RUN(0);

    private final int coordinates;

    Level(int coordinates) {
      this.coordinates = coordinates;
    }
  }

  private final Level level;
  private final int number;
  private final String[] coordinates;

  RandomStream(Level level, int number, String... coordinates) {
    this.level = level;
    this.number = number;
    this.coordinates = coordinates;
  }

  Level level() {
    return level;
  }

  /** Returns the number of values that {@link #seed} expects. */
  int expected() {
    return level.coordinates + coordinates.length;
  }

  /**
   * Returns the seed of this stream.
   *
   * @param seed the seed of the level
   * @param values the worker's number for a stream of a worker, then the stream's coordinates
   * @throws IllegalArgumentException if there are more or fewer values
   */
  public long seed(long seed, long... values) {
    if (values.length != expected()) {
      throw new IllegalArgumentException(
          Text.format("%s: expected %d values, got %s", this, expected(), Arrays.toString(values)));
    }
    long[] path = new long[values.length + 1];
    System.arraycopy(values, 0, path, 0, level.coordinates);
    path[level.coordinates] = number;
    System.arraycopy(values, level.coordinates, path, level.coordinates + 1, coordinates.length);
    return Seeds.derive(seed, path);
  }
}
