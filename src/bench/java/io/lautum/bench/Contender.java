package io.lautum.bench;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * A training to measure. Every iteration takes 50 source images and, except with {@link
 * Trial.Term#SOURCE}, 50 target images; every round has 10 iterations per worker.
 */
enum Contender {
  OURS_SOURCE("ours, source only", Kind.OURS, 1, Trial.Term.SOURCE, 80, 40),
  OURS_TWO_INPUTS("ours, two inputs, no term", Kind.OURS, 1, Trial.Term.TWO_INPUTS, 80, 40),
  OURS_LAUTUM("ours, Lautum term", Kind.OURS, 1, Trial.Term.LAUTUM, 80, 40),
  PYTORCH_SOURCE("PyTorch, source only", Kind.PYTORCH, 1, Trial.Term.SOURCE, 5, 20),
  PYTORCH_LAUTUM("PyTorch, Lautum term", Kind.PYTORCH, 1, Trial.Term.LAUTUM, 5, 20),
  DL4J_LAUTUM_2("dl4j-spark, 2 workers, Lautum term", Kind.DL4J, 2, Trial.Term.LAUTUM, 4, 10),
  /** 128 source images and two views of 128 target images. */
  OURS_CONTRASTIVE_MUTUAL("ours, contrastive-mutual", Kind.VIEWS, 1, "contrastive-mutual", 1, 3),
  PYTORCH_CONTRASTIVE_MUTUAL(
      "PyTorch, contrastive-mutual", Kind.PYTORCH_VIEWS, 1, "contrastive-mutual", 1, 3),
  /** 50 labelled images, 200 weak views without and 200 strong views with a gradient. */
  OURS_FIXMATCH("ours, fixmatch", Kind.VIEWS, 1, "fixmatch", 16, 6),
  PYTORCH_FIXMATCH("PyTorch, fixmatch", Kind.PYTORCH_VIEWS, 1, "fixmatch", 1, 6),
  /** An epoch of MNIST: 2 workers x 60 rounds x 10 iterations x 50 images are 60,000. */
  OURS_EPOCH("ours, 2 workers, Lautum term, epoch", Kind.OURS, 2, Trial.Term.LAUTUM, 80, 60),
  /** The same epoch: 120 x 10 iterations x 50 images. */
  PYTORCH_EPOCH(
      "PyTorch, 2 threads, Lautum term, epoch", Kind.PYTORCH, 2, Trial.Term.LAUTUM, 5, 120);

  /** The implementation that trains. */
  enum Kind {
    OURS,
    DL4J,
    PYTORCH,
    /** {@link ViewTrial}. */
    VIEWS,
    PYTORCH_VIEWS
  }

  private final String title;
  private final Kind kind;
  private final int cores;
  private final String term;
  private final int warmUp;
  private final int rounds;

  Contender(String title, Kind kind, int cores, Trial.Term term, int warmUp, int rounds) {
    this(
        title, kind, cores, term.name().toLowerCase(Locale.ROOT).replace('_', '-'), warmUp, rounds);
  }

  Contender(String title, Kind kind, int cores, String term, int warmUp, int rounds) {
    this.title = title;
    this.kind = kind;
    this.cores = cores;
    this.term = term;
    this.warmUp = warmUp;
    this.rounds = rounds;
  }

  /** Returns the name in files and options. */
  @JsonValue
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String title() {
    return title;
  }

  Kind kind() {
    return kind;
  }

  /** Returns the number of cores, which is also that of workers or threads. */
  int cores() {
    return cores;
  }

  String term() {
    return term;
  }

  /**
   * Returns the number of rounds before the measurement; a fifth of them in a test of the benchmark
   * itself.
   */
  int warmUp(boolean quick) {
    return quick ? Math.max(3, warmUp / 5) : warmUp;
  }

  /** Returns the number of measured rounds. */
  int rounds(boolean quick) {
    return quick ? Math.max(2, rounds / 10) : rounds;
  }
}
