package io.lautum.report.chart;

import java.awt.Color;
import java.util.List;

/**
 * The colours of series: black, then Okabe and Ito's colours, which can be told apart with every
 * common form of colour blindness. Orange, sky blue and yellow are darker on a light page, so that
 * thin lines have a contrast of at least 3 to 1.
 */
public final class Palette {
  static final int SIZE = 8;

  private static final List<String> LIGHT =
      List.of(
          "#1b1b1b", "#c27c00", "#0072b2", "#009067", "#d55e00", "#bf5f94", "#2b8fc6", "#8f8400");
  private static final List<String> DARK =
      List.of(
          "#f2f2f2", "#e69f00", "#4aa8e0", "#1fbf92", "#f07a2c", "#df8fbb", "#8fd0f5", "#f0e442");

  private Palette() {}

  /** Returns the colours for a light page, in CSS's notation, by style. */
  public static List<String> light() {
    return LIGHT;
  }

  /** Returns the colours for a dark page, in CSS's notation, by style. */
  public static List<String> dark() {
    return DARK;
  }

  /** Returns the colour of a style on a light page. */
  static Color of(int style) {
    return Color.decode(LIGHT.get(style % SIZE));
  }
}
