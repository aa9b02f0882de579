package io.lautum.network.engine;

import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * A library and a kind of device that computes training steps. Engines are found with {@link
 * java.util.ServiceLoader}; an implementation needs a constructor without parameters that does
 * nothing.
 */
public interface Engine {
  /** Returns a new instance of every engine on the class path, including unusable ones. */
  static List<Engine> all() {
    List<Engine> engines = new ArrayList<>();
    ServiceLoader.load(Engine.class, Engine.class.getClassLoader()).forEach(engines::add);
    return engines;
  }

  /** Returns the value of {@code network.engine} that selects this engine. */
  String name();

  /**
   * Returns the position among the engines that {@code auto} tries in this process, in ascending
   * order. Engines for a device that the process does not have come last.
   */
  int rank();

  /**
   * Returns the device that the engine uses in this process and the version of its library, for
   * reports. Must only be called if the engine can compute here.
   */
  default String device() {
    return name();
  }

  /**
   * Returns the UUID of the GPU that the engine uses in this thread's task; empty if it uses none.
   */
  default Optional<String> deviceUuid() {
    return Optional.empty();
  }

  /**
   * Returns the reason why the engine cannot compute such a step in this process; empty if it can.
   */
  Optional<String> obstacle(NetworkGraph network, StepSpec step, Precision precision);

  /**
   * Returns whether the bits of results depend on measurements, so that a training must record the
   * {@link #choose choices}.
   */
  default boolean choosesByMeasurement() {
    return false;
  }

  /** Returns the choices of this process for a step that has no {@link #obstacle}. */
  default EngineChoices choose(NetworkGraph network, StepSpec step, Precision precision) {
    return EngineChoices.of(name(), new TreeMap<>());
  }

  /**
   * Compiles a network with choices of this process; see {@link #compile(NetworkGraph, StepSpec,
   * Precision, EngineChoices)}.
   */
  default CompiledNetwork compile(NetworkGraph network, StepSpec step, Precision precision) {
    return compile(network, step, precision, EngineChoices.NONE);
  }

  /**
   * Compiles a network for a step, with memory that no other network shares.
   *
   * @param choices choices of the training; none if this process makes its own
   * @throws IllegalArgumentException if there is an {@link #obstacle}
   * @throws io.lautum.UserException if the choices are for other devices or another step
   */
  default CompiledNetwork compile(
      NetworkGraph network, StepSpec step, Precision precision, EngineChoices choices) {
    Optional<String> obstacle = obstacle(network, step, precision);
    if (obstacle.isPresent()) {
      throw new IllegalArgumentException(obstacle.get());
    }
    return create(network, step, precision, choices);
  }

  /** Compiles a network; see {@link #compile}. Engines that make choices override this. */
  default CompiledNetwork create(
      NetworkGraph network, StepSpec step, Precision precision, EngineChoices choices) {
    if (!choices.areNone()) {
      choices.on(name());
    }
    return create(network, step, precision);
  }

  /** Compiles a network for a step that has no {@link #obstacle}; {@link #compile} checks it. */
  CompiledNetwork create(NetworkGraph network, StepSpec step, Precision precision);
}
