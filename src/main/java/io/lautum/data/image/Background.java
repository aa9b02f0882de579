package io.lautum.data.image;

import io.lautum.Text;
import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The colour behind transparent pixels and next to padded images.
 *
 * @param red level from 0 to 255
 * @param green level from 0 to 255
 * @param blue level from 0 to 255
 */
public record Background(int red, int green, int blue) implements Serializable {
  /** Paper and screens show transparent images on white. */
  public static final Background WHITE = new Background(255, 255, 255);

  public static final Background BLACK = new Background(0, 0, 0);

  private static final Pattern HEXADECIMAL = Pattern.compile("#([0-9a-fA-F]{6})");

  public Background {
    if ((red | green | blue) >>> Byte.SIZE != 0) {
      throw new IllegalArgumentException(
          Text.format("levels are 0 to 255, got [%d, %d, %d]", red, green, blue));
    }
  }

  /** Reads {@code white}, {@code black} or {@code #rrggbb}; empty for any other text. */
  public static Optional<Background> parse(String text) {
    if (text.equals("white")) {
      return Optional.of(WHITE);
    }
    if (text.equals("black")) {
      return Optional.of(BLACK);
    }
    Matcher matcher = HEXADECIMAL.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int rgb = Integer.parseInt(matcher.group(1), 16);
    return Optional.of(new Background(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff));
  }

  /** Returns the level of a channel: red, green or blue, or the only one of grey images. */
  int level(int channel, int channels) {
    if (channels == 1) {
      return Luma.of(red, green, blue);
    }
    return channel == 0 ? red : channel == 1 ? green : blue;
  }

  /** Returns {@code #rrggbb}. */
  @Override
  public String toString() {
    return Text.format("#%02x%02x%02x", red, green, blue);
  }
}
