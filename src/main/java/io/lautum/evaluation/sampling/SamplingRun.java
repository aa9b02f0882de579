package io.lautum.evaluation.sampling;

import io.lautum.experiment.config.SamplingConfig;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/**
 * One optimiser with one τ.
 *
 * @param tau τ, or NaN if the optimiser has none
 */
public record SamplingRun(SamplingOptimizer optimizer, double tau) {
  /**
   * Returns the runs to compare, in the order of the table.
   *
   * @throws io.lautum.UserException if there is no such optimiser
   */
  public static List<SamplingRun> all(SamplingConfig config) {
    return config.optimizers().stream()
        .map(SamplingOptimizer::named)
        .flatMap(
            optimizer ->
                optimizer.hasTau()
                    ? config.taus().stream().map(tau -> new SamplingRun(optimizer, tau))
                    : Stream.of(new SamplingRun(optimizer, Double.NaN)))
        .toList();
  }

  /** Returns the name of its folder. */
  public String name() {
    return optimizer.hasTau() ? optimizer.id() + "-tau-" + plain(tau) : optimizer.id();
  }

  /** Formats a number without an exponent. */
  static String plain(double tau) {
    return BigDecimal.valueOf(tau).stripTrailingZeros().toPlainString();
  }
}
