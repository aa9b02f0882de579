/**
 * The distance between two samples: plain mathematics in double precision, which knows of no
 * network library and of no cluster.
 *
 * <p>In: what a network puts out for n source and n target images, as 2n rows of d numbers. Out:
 * the squared maximum mean discrepancy of the two samples, and its gradient with respect to each
 * row.
 *
 * <pre>
 *   {@link io.lautum.information.discrepancy.PooledRows}
 *     distances   D_ij = |x_i - x_j|²  over all 2n rows
 *   {@link io.lautum.information.discrepancy.GaussianKernels}
 *     kernel      κ(D) = (1/K) Σ_s exp(-D / 2s)
 *   {@link io.lautum.information.discrepancy.MultiKernelMmd}
 *     value       mean κ among the source rows + mean κ among the target rows - 2 mean κ across
 *     gradient    row i: Σ_j c_ij (x_i - x_j),  c_ij from κ'(D_ij)
 * </pre>
 */
package io.lautum.information.discrepancy;
