/**
 * The distance between two samples: mathematics in double precision, independent of network
 * libraries and clusters.
 *
 * <p>Input: a network's outputs for n source and n target images, as 2n rows of d numbers. Output:
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
 *   {@link io.lautum.information.discrepancy.CorrelationDistance}
 *     value       |C_s - C_t|² / 4d²  of the covariances C of both samples
 * </pre>
 */
package io.lautum.information.discrepancy;
