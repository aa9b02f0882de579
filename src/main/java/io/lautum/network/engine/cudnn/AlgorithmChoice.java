package io.lautum.network.engine.cudnn;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The algorithms that were chosen for convolutions on one kind of device. The fastest algorithm
 * differs from run to run, and results of two algorithms differ in their bits, so the choice is
 * part of a training's state.
 *
 * @param device kind of device that the algorithms were measured on
 * @param algorithms algorithms by the description of a {@link ConvolutionShape}
 */
public record AlgorithmChoice(String device, SortedMap<String, String> algorithms)
    implements Serializable {
  public AlgorithmChoice {
    algorithms = Collections.unmodifiableSortedMap(new TreeMap<>(algorithms));
  }
}
