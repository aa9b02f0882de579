/**
 * The Lautum and the mutual information between a network's output and its input as jointly
 * Gaussian vectors, and their gradients: mathematics in double precision, independent of network
 * libraries and clusters.
 *
 * <p>Input: outputs w ∈ R<sup>K</sup> of a network on target inputs, and the same inputs whitened,
 * z ∈ R<sup>r</sup> (mean 0 and covariance I over the whole unlabelled target set). Output: the
 * information in nats, the canonical correlations, and the gradient with respect to each w.
 *
 * <pre>
 *   {@link io.lautum.information.RunningMoments}
 *     moments       E[w], E[z], E[ww'], E[wz']
 *     covariances   S = E[ww'] - E[w]E[w]' + σ²I    (K x K)
 *                   C = E[wz'] - E[w]E[z]'          (K x r)
 *   {@link io.lautum.information.CanonicalCorrelations}
 *     correlations  S = LL',  L⁻¹C = U diag(ρ) R',  V = L'⁻¹U
 *   {@link io.lautum.information.GaussianInformation}
 *     information   Σᵢ g(ρᵢ²),       Lautum: g(t) = t/(1-t) + ½ ln(1-t), mutual: g(t) = -½ ln(1-t)
 *     gradient      (2/n) Σᵢ g'(ρᵢ²) ρᵢ (rᵢ'z - ρᵢ vᵢ'w) vᵢ,  w and z centred
 * </pre>
 *
 * <p>Lautum information is mutual information with its arguments exchanged, L(x; y) = KL(p(x)p(y) ‖
 * p(x, y)) (D. P. Palomar, S. Verdú, "Lautum information", IEEE Transactions on Information Theory
 * 54(3), 2008).
 */
package io.lautum.information;
