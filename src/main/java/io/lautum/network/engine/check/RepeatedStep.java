package io.lautum.network.engine.check;

/** A training step that can be repeated, with the network's state in memory. */
public interface RepeatedStep extends AutoCloseable {
  /** Returns the network and the minibatch. */
  String workload();

  /** Returns the program, the device and the number format that compute the step. */
  String program();

  /** Trains for a number of steps and returns the time in seconds. */
  double run(int steps);

  @Override
  void close();
}
