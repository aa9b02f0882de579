package io.lautum.training;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Shape;
import io.lautum.network.step.StepSpec;
import org.bytedeco.javacpp.Pointer;

/**
 * The memory that a process needs to train, which is checked before the work starts: a process
 * without memory fails late, and cannot say what would have helped.
 *
 * @param network description of the network, for messages
 * @param heap bytes of the heap
 * @param offHeap bytes outside the heap
 */
public record MemoryNeed(String network, long heap, long offHeap) {
  /**
   * Floats per weight of a network on the heap: weights, gradient, two moments and the average of
   * the weights, and the training state (weights and moments) as it arrives and as it leaves.
   */
  private static final int NETWORK_FLOATS = 11;

  /** Floats per weight of a training state and of a worker's result: weights and two moments. */
  private static final int STATE_FLOATS = 3;

  /**
   * Training states on the driver besides the results: the round's, its serialised form, and the
   * one that the training began with or a checkpoint.
   */
  private static final int DRIVER_STATES = 3;

  /** Additional floats per weight of averaged weights: as they arrive and as they leave. */
  private static final int AVERAGE_FLOATS = 2;

  /** Floats per weight outside the heap: weights and gradients, in the engine's layouts as well. */
  private static final int OFF_HEAP_FLOATS = 3;

  /**
   * Floats per value of a node outside the heap: value and gradient, less what ReLUs share with
   * their inputs.
   */
  private static final double VALUE_FLOATS = 1.5;

  /** Share of the heap that the program, Spark and the shards' labels leave. */
  private static final double HEAP_SHARE = 0.8;

  private static final double GIB = 1 << 30;
  private static final String GPU_ENGINE = "cudnn";

  /**
   * Returns the need of one network that trains.
   *
   * @param blueprint network and form of its minibatches
   */
  public static MemoryNeed ofNetwork(NetworkBlueprint blueprint) {
    NetworkGraph graph = blueprint.network();
    StepSpec step = blueprint.step();
    long rows = step.rows();
    long values = graph.shapes().values().stream().mapToLong(Shape::size).sum();
    long images = rows * graph.input().size();
    boolean onGpu = blueprint.engine().equals(GPU_ENGINE);
    return new MemoryNeed(
        Text.format("%,d weights, %d images of %s per step", graph.weights(), rows, graph.input()),
        Float.BYTES
            * ((NETWORK_FLOATS + average(blueprint, AVERAGE_FLOATS)) * graph.weights()
                + 2 * images),
        onGpu
            ? 0
            : Float.BYTES
                * (OFF_HEAP_FLOATS * graph.weights() + Math.round(VALUE_FLOATS * rows * values)));
  }

  /**
   * Returns the need of the process that averages a network's weights.
   *
   * @param results number of workers' results that it holds before it averages them
   */
  public static MemoryNeed ofDriver(NetworkBlueprint blueprint, int results) {
    return new MemoryNeed(
        ofNetwork(blueprint).network,
        Float.BYTES
            * (STATE_FLOATS + average(blueprint, 1))
            * (results + DRIVER_STATES)
            * blueprint.network().weights(),
        0);
  }

  private static int average(NetworkBlueprint blueprint, int floats) {
    return blueprint.averagesWeights() ? floats : 0;
  }

  /** Returns the need of several networks at a time. */
  public MemoryNeed times(int networks) {
    return new MemoryNeed(network, networks * heap, networks * offHeap);
  }

  /** Returns the need of both. */
  public MemoryNeed plus(MemoryNeed other) {
    return new MemoryNeed(network, heap + other.heap, offHeap + other.offHeap);
  }

  /**
   * Checks that this process has enough memory.
   *
   * @param work what needs the memory, for the message
   * @throws UserException if it has too little
   */
  public void requireHere(String work) {
    long most = Runtime.getRuntime().maxMemory();
    long physical = Pointer.maxPhysicalBytes();
    requireHeap(work, most, "--driver-memory");
    requireOffHeap(work, physical > 0 ? physical - most : Long.MAX_VALUE);
  }

  /**
   * Checks that a heap is large enough.
   *
   * @param most size of the heap in bytes
   * @param setting the setting of the heap's size, for the message
   * @throws UserException if it is too small
   */
  public void requireHeap(String work, long most, String setting) {
    if (heap > HEAP_SHARE * most) {
      throw new UserException(
          Text.format(
              "%s (%s) needs %.1f GiB of heap, found %.1f; %s, or set %s to %dm",
              work,
              network,
              heap / HEAP_SHARE / GIB,
              most / GIB,
              smaller(),
              setting,
              (long) (heap / HEAP_SHARE / (1 << 20)) + 1));
    }
  }

  private void requireOffHeap(String work, long most) {
    if (offHeap > most) {
      throw new UserException(
          Text.format(
              "%s (%s) needs %.1f GiB outside the heap, found %.1f; %s, or lower the batch size",
              work, network, offHeap / GIB, Math.max(0, most) / GIB, smaller()));
    }
  }

  private static String smaller() {
    return "set image.height and image.width to smaller numbers, or network.architecture to one"
        + " with fewer weights";
  }
}
