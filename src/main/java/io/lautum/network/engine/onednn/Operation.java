package io.lautum.network.engine.onednn;

import java.util.List;

/**
 * An operator in its place.
 *
 * @param output name of the value that it computes
 * @param inputs names of the values that it takes
 * @param head auxiliary head that it is part of; empty for the network itself
 */
record Operation(String output, Operator operator, List<String> inputs, String head) {}
