package io.lautum.training.distributed;

import io.lautum.Text;
import io.lautum.operations.cluster.JobDescription;
import io.lautum.operations.cluster.Slots;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs rounds with workers that stay: one Spark job whose tasks train round after round and
 * exchange states and results with the driver through {@link RoundExchange}. A round then costs two
 * messages per worker and not a job.
 *
 * <p>Spark repeats a lost worker's task, which continues with the current round while the others
 * wait. If no slot is left for it, the waiting workers end, so that it gets one of theirs; and
 * until there are enough slots again, each job ends after one round.
 */
final class ResidentRounds implements Rounds {
  private static final Logger LOG = LoggerFactory.getLogger(ResidentRounds.class);
  private static final Duration CHECK = Duration.ofMillis(500);

  /** A lost executor is usually replaced in this time. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final JavaSparkContext spark;
  private final TrainingPlan plan;
  private final JavaRDD<WorkerData> data;

  private TrainingState state;

  /** The workers' job; null if no workers are running. */
  private JavaFutureAction<Void> job;

  private RoundExchange exchange;

  /** The round that the job started with. */
  private int first;

  ResidentRounds(JavaSparkContext spark, TrainingPlan plan, JavaRDD<WorkerData> data) {
    this.spark = spark;
    this.plan = plan;
    this.data = data;
  }

  @Override
  public void begin(TrainingState start) {
    state = start;
    if (job == null) {
      startWorkers();
    } else {
      exchange.publish(state);
    }
    if (plan.round(state) == plan.rounds()) {
      exchange.close();
    }
  }

  private void startWorkers() {
    exchange = new RoundExchange(plan.workers());
    exchange.publish(state);
    if (Slots.now(spark) < plan.workers()) {
      exchange.close();
    }
    first = plan.round(state);
    long training = RoundPlugin.open(exchange);
    JobDescription description =
        JobDescription.detail(spark, Text.format("from round %d of %d", first, plan.rounds()));
    try {
      job = data.foreachAsync(worker -> new ResidentWorker(training, worker).run());
    } finally {
      description.restore();
    }
  }

  @Override
  public RoundMean await() {
    try {
      List<RoundMean> results = results();
      if (exchange.isClosing()) {
        job.get();
        job = null;
      }
      return RoundMean.of(results.iterator());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(Text.format("interrupted in round %d", plan.round(state)), e);
    } catch (ExecutionException e) {
      throw Rounds.failure(e, plan.round(state));
    }
  }

  private List<RoundMean> results() throws InterruptedException, ExecutionException {
    long complete = System.nanoTime();
    Optional<List<RoundMean>> results = exchange.await(CHECK);
    while (results.isEmpty()) {
      if (job.isDone()) {
        restartWorkers();
      }
      if (exchange.isClosing() || Slots.now(spark) >= plan.workers()) {
        complete = System.nanoTime();
      } else if (System.nanoTime() - complete > PATIENCE.toNanos()) {
        takeTurns();
      }
      results = exchange.await(CHECK);
    }
    return results.get();
  }

  /**
   * Starts the workers again after Spark has given up repeating a task, if the job has finished a
   * round: Spark allows a job only a few failures, and a training of many rounds can have more. A
   * cancelled job ends the training.
   */
  private void restartWorkers() throws InterruptedException, ExecutionException {
    try {
      job.get();
    } catch (ExecutionException e) {
      int round = plan.round(state);
      if (round == first
          || isCancelled(e)
          || !(Rounds.failure(e, round) instanceof IllegalStateException)) {
        throw e;
      }
      LOG.warn("round {}: the workers failed and start again: {}", round, firstLine(e));
      startWorkers();
    }
  }

  /** Returns whether the job was cancelled, which only the exception's message tells. */
  private static boolean isCancelled(ExecutionException e) {
    return firstLine(e).matches("Job \\d+ cancelled.*");
  }

  /** Returns Spark's message without the executor's stack trace. */
  private static String firstLine(ExecutionException e) {
    String message = String.valueOf(e.getCause().getMessage());
    return message.lines().findFirst().orElse("");
  }

  private void takeTurns() {
    LOG.warn(
        "round {}: {} workers, but only {} task slots are left; workers take turns",
        plan.round(state),
        plan.workers(),
        Slots.now(spark));
    exchange.close();
  }

  @Override
  public void close() {
    if (job != null) {
      // Workers that the exchange lets leave would keep their networks for a next job.
      job.cancel(true);
      job = null;
    }
  }
}
