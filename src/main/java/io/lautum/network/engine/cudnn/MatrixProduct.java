package io.lautum.network.engine.cudnn;

/**
 * The shape of C = op(A) op(B), all row-major, where op may transpose.
 *
 * @param rows rows of C
 * @param columns columns of C
 * @param inner columns of op(A)
 */
record MatrixProduct(boolean transposeA, boolean transposeB, int rows, int columns, int inner) {}
