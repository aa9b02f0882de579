package io.lautum.network.engine.cudnn;

import java.util.List;

/**
 * An operator with its position in the network.
 *
 * @param output name of the computed value
 * @param inputs names of the input values
 * @param head auxiliary head that contains the operator; empty for the network itself
 */
record Operation(String output, Operator operator, List<String> inputs, String head) {}
