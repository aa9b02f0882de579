package io.lautum.network.engine.cudnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lautum.UserException;
import io.lautum.network.spec.Shape;
import io.lautum.network.spec.Window;
import io.lautum.network.step.Precision;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AlgorithmChoicesTest {
  private static final ConvolutionShape SHAPE =
      new ConvolutionShape(
          50, new Shape.Image(20, 12, 12), 50, new Window(5, 1, 2), Precision.FLOAT);

  private static HostDevice device(String card) {
    HostKernels.obstacle().ifPresent(reason -> assumeTrue(false, reason));
    return new HostDevice(new DeviceIdentity(card, "loops"));
  }

  private static AlgorithmChoice choice(String device, String algorithms) {
    return new AlgorithmChoice(device, new TreeMap<>(Map.of(SHAPE.toString(), algorithms)));
  }

  private static AlgorithmChoice exported(String device) {
    return AlgorithmChoices.all().stream()
        .filter(choice -> choice.device().equals(device))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void algorithmsAreMeasuredOnceAndExported() {
    try (HostDevice device = device("card A")) {
      assertThat(AlgorithmChoices.algorithms(device, SHAPE))
          .isEqualTo(new ConvolutionAlgorithms(1, 2, 3));
      assertThat(exported("card A, loops")).isEqualTo(choice("card A, loops", "1/2/3"));
      assertThat(SHAPE).hasToString("50x20x12x12-50-5/1+2-float");
    }
  }

  @Test
  void adoptedAlgorithmsReplaceMeasurement() throws Exception {
    AlgorithmChoices.adopt(copy(choice("card B, loops", "7/0/4")));
    try (HostDevice device = device("card B")) {
      assertThat(AlgorithmChoices.algorithms(device, SHAPE))
          .isEqualTo(new ConvolutionAlgorithms(7, 0, 4));
    }
    AlgorithmChoices.adopt(choice("card B, loops", "7/0/4"));
    assertThat(exported("card B, loops").algorithms()).containsValue("7/0/4");
  }

  /** A choice travels in broadcasts and checkpoints. */
  private static AlgorithmChoice copy(AlgorithmChoice choice)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(choice);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      AlgorithmChoice copy = (AlgorithmChoice) in.readObject();
      assertThat(copy).isEqualTo(choice);
      return copy;
    }
  }

  @Test
  void otherAlgorithmsThanThoseInUseAreRejected() {
    AlgorithmChoices.adopt(choice("card C, loops", "1/1/1"));
    assertThatThrownBy(() -> AlgorithmChoices.adopt(choice("card C, loops", "1/1/3")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("1/1/3 for a convolution of " + SHAPE);
    assertThatThrownBy(() -> AlgorithmChoices.adopt(choice("card D, loops", "1/1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anotherCardGivesOtherBits() {
    AlgorithmChoice choice = choice("card E, cuDNN 91400", "1/1/1");
    assertThat(AlgorithmChoices.difference(choice, "card E, cuDNN 91400")).isEmpty();
    assertThat(AlgorithmChoices.difference(choice, "card E, cuDNN 91900"))
        .get()
        .asString()
        .contains("[card E, cuDNN 91400]", "[card E, cuDNN 91900]");
  }
}
