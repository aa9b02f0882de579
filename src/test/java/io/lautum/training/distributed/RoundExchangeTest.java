package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalSpark;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.plugin.PluginContext;
import org.junit.jupiter.api.Test;

class RoundExchangeTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  private final List<RoundMean> results = RoundMeanTest.random(2, true);
  private final RoundExchange exchange = new RoundExchange(2);

  @Test
  void workersWaitForTheFirstRound() {
    assertThat(exchange.next(0)).isEqualTo(Assignment.WAIT);
  }

  @Test
  void everyWorkerOwesOneResultPerRound() throws InterruptedException {
    TrainingState first = state(0);
    exchange.publish(first);
    assertThat(exchange.next(0).state()).isSameAs(first);
    assertThat(exchange.next(0).state()).as("asked again after a failure").isSameAs(first);
    exchange.deliver(0, results.get(0));
    assertThat(exchange.next(0)).isEqualTo(Assignment.WAIT);
    assertThat(exchange.await(SHORT)).isEmpty();
    exchange.deliver(0, results.get(1));
    assertThat(exchange.await(SHORT)).get().isEqualTo(results);

    TrainingState second = state(5);
    exchange.publish(second);
    assertThat(exchange.next(0).state()).isSameAs(second);
    assertThat(exchange.await(SHORT)).isEmpty();
  }

  @Test
  void lateResultOfAnotherRoundIsIgnored() throws InterruptedException {
    exchange.publish(state(5));
    exchange.deliver(0, results.get(0));
    exchange.deliver(5, results.get(1));
    assertThat(exchange.await(SHORT)).isEmpty();
    assertThat(exchange.next(0).action()).isEqualTo(Assignment.Action.TRAIN);
    assertThat(exchange.next(1)).isEqualTo(Assignment.WAIT);
  }

  @Test
  void workersOfClosedExchangeLeaveOnlyAfterTheirResult() {
    exchange.publish(state(0));
    exchange.close();
    assertThat(exchange.next(0).action()).isEqualTo(Assignment.Action.TRAIN);
    exchange.deliver(0, results.get(0));
    assertThat(exchange.next(0)).isEqualTo(Assignment.LEAVE);
    assertThat(exchange.next(1).action()).isEqualTo(Assignment.Action.TRAIN);
  }

  @Test
  void messagesBetweenProcessesCarryStatesAndResults() throws InterruptedException {
    LocalSpark.context();
    RoundLink link = new RoundLink.Remote(7, driver());
    assertThat(link.next(1)).isEqualTo(Assignment.WAIT);
    exchange.publish(state(5));
    TrainingState received = link.next(1).state();
    assertThat(received.parameters()).containsExactly(1.5f, -2f);
    assertThat(received.iteration()).isEqualTo(5);
    assertThat(received.averaged().get("a")).containsExactly(3, 4);
    exchange.deliver(5, results.get(0));
    link.deliver(5, results.get(1));
    RoundMean delivered = exchange.await(SHORT).orElseThrow().get(1);
    assertThat(delivered.firstWorker()).isEqualTo(1);
    assertThat(delivered.state(10).parameters())
        .containsExactly(results.get(1).state(10).parameters());
    assertThat(delivered.state(10).updater()).containsExactly(results.get(1).state(10).updater());
    exchange.close();
    assertThat(link.next(1)).isEqualTo(Assignment.LEAVE);
  }

  private static TrainingState state(int iteration) {
    return new TrainingState(
        new float[] {1.5f, -2},
        new float[] {7},
        iteration,
        new TreeMap<>(java.util.Map.of("a", new double[] {3, 4})),
        List.of());
  }

  /** Returns a connection to a driver that knows training 7. */
  private PluginContext driver() {
    InvocationHandler ask =
        (proxy, method, arguments) ->
            RoundLink.Remote.reply(
                (byte[]) arguments[0], training -> training == 7 ? exchange : new RoundExchange(0));
    return (PluginContext)
        Proxy.newProxyInstance(
            PluginContext.class.getClassLoader(), new Class<?>[] {PluginContext.class}, ask);
  }
}
