package io.lautum.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EncoderDescriptionTest {
  private static final List<Float> HALF = List.of(0.5f, 0.5f, 0.5f);
  private static final List<Float> ONE = List.of(1f, 1f, 1f);

  private static EncoderDescription description(
      String file,
      String sha256,
      String output,
      int side,
      EncoderLayout layout,
      int levels,
      List<Float> mean,
      List<Float> std,
      ImageFit.Mode fit,
      String background) {
    return new EncoderDescription(
        file, sha256, output, 9, 3, side, side, layout, levels, mean, std, fit, background, 7);
  }

  @Test
  void digestDependsOnEverythingThatDeterminesTheVectors() {
    EncoderLayout nchw = EncoderLayout.NCHW;
    ImageFit.Mode crop = ImageFit.Mode.CROP;
    EncoderDescription first = description("e", "a", "y", 8, nchw, 1, HALF, ONE, crop, "#ffffff");
    List<EncoderDescription> others =
        List.of(
            description("e", "b", "y", 8, nchw, 1, HALF, ONE, crop, "#ffffff"),
            description("e", "a", "z", 8, nchw, 1, HALF, ONE, crop, "#ffffff"),
            description("e", "a", "y", 9, nchw, 1, HALF, ONE, crop, "#ffffff"),
            description("e", "a", "y", 8, EncoderLayout.NHWC, 1, HALF, ONE, crop, "#ffffff"),
            description("e", "a", "y", 8, nchw, 255, HALF, ONE, crop, "#ffffff"),
            description("e", "a", "y", 8, nchw, 1, ONE, ONE, crop, "#ffffff"),
            description("e", "a", "y", 8, nchw, 1, HALF, HALF, crop, "#ffffff"),
            description("e", "a", "y", 8, nchw, 1, HALF, ONE, ImageFit.Mode.PAD, "#ffffff"),
            description("e", "a", "y", 8, nchw, 1, HALF, ONE, crop, "#000000"));
    Set<String> digests = new HashSet<>(Set.of(first.digest()));
    others.forEach(other -> digests.add(other.digest()));
    assertThat(digests).hasSize(1 + others.size());
    assertThat(others)
        .allMatch(other -> first.differences(other).size() == (other.imageHeight() == 9 ? 2 : 1));

    EncoderDescription moved =
        description("elsewhere", "a", "y", 8, nchw, 1, HALF, ONE, crop, "#ffffff");
    assertThat(moved.digest()).isEqualTo(first.digest());
    assertThat(moved.differences(first)).isEmpty();
  }

  @Test
  void rejectsWhatNoEncoderHas() {
    assertInvalid("1 or 3 channels, found 2", 2, 1, HALF);
    assertInvalid("a width of at least 1, found 0", 3, 0, HALF);
    assertInvalid("a mean and a std per channel", 3, 1, List.of(0.5f));
    assertInvalid("finite means, found", 3, 1, List.of(0f, 0f, Float.NaN));
  }

  private static void assertInvalid(String message, int channels, int width, List<Float> mean) {
    assertThatThrownBy(
            () ->
                new EncoderDescription(
                    "e",
                    "a",
                    "y",
                    width,
                    channels,
                    8,
                    8,
                    EncoderLayout.NCHW,
                    1,
                    mean,
                    ONE,
                    ImageFit.Mode.CROP,
                    "#ffffff",
                    null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
