package io.lautum.network.engine.check;

import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.Engine;
import io.lautum.network.engine.onednn.OneDnnEngine;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;

/** The engine for CPUs with one method of its networks replaced. */
public record AlteredEngine(String method, Replacement replacement) implements Engine {
  /** Computes the result of the method instead. */
  public interface Replacement {
    /**
     * @param network the network with the method as it is
     */
    Object call(CompiledNetwork network, Object[] arguments);
  }

  @Override
  public String name() {
    return "altered";
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Optional<String> obstacle(NetworkGraph network, StepSpec step, Precision precision) {
    return Optional.empty();
  }

  @Override
  public CompiledNetwork create(NetworkGraph network, StepSpec step, Precision precision) {
    CompiledNetwork real = new OneDnnEngine().create(network, step, precision);
    return (CompiledNetwork)
        Proxy.newProxyInstance(
            AlteredEngine.class.getClassLoader(),
            new Class<?>[] {CompiledNetwork.class},
            (proxy, called, arguments) -> {
              if (called.getName().equals(method)) {
                return replacement.call(real, arguments);
              }
              try {
                return called.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
