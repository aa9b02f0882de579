package io.lautum.network.engine.cudnn;

import java.util.Optional;

/**
 * The parts of CUDA that this process finds. The methods are called in their order, until one
 * reports a problem.
 */
interface CudaProbe {
  /** Returns whether this build is for ND4J's CUDA backend, which brings other libraries. */
  boolean isForNd4j();

  /** Returns whether the driver's library {@code libcuda.so.1} is there. */
  boolean hasDriver();

  /** Returns the version of that library, such as {@code 580.82.07}; empty if it is unknown. */
  Optional<String> driverVersion();

  /**
   * Loads CUDA's libraries.
   *
   * @return the name of the first that is missing, or the message of another error
   */
  Optional<String> missingLibrary();

  /** Returns CUDA's major version that the driver supports. */
  int driverCuda();

  /** Starts CUDA and returns the status, 0 for success, also without a GPU. */
  int startStatus();

  /** Returns the number of GPUs that this process sees. */
  int devices();

  /** Returns whether this process is an executor to which Spark has assigned no GPU. */
  boolean isUnassigned();

  /**
   * Returns the number of the GPU that this thread computes on.
   *
   * @throws io.lautum.UserException if this process does not see the GPU that Spark assigned
   */
  int ordinal();

  /** Returns the GPU's compute capability times 10. */
  int capability();

  /** Creates CUDA's context on the GPU and returns the status, 0 for success. */
  int contextStatus();
}
