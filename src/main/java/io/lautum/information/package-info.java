/**
 * The Lautum information between a network's output and its input, and its gradient: plain
 * mathematics in double precision, which knows of no network library and of no cluster.
 *
 * <p>In: outputs w &isin; R<sup>K</sup> of a network on target inputs, and the same inputs
 * whitened, z &isin; R<sup>r</sup> (mean 0 and covariance I over the whole unlabelled target set).
 * Out: the information in nats, the canonical correlations, and the gradient with respect to each
 * w.
 *
 * <pre>
 *   moments        E[w], E[z], E[ww'], E[wz']                        {@link io.lautum.information.RunningMoments}
 *   covariances    S = E[ww'] - E[w]E[w]' + &sigma;&sup2;I      (K x K)
 *                  C = E[wz'] - E[w]E[z]'            (K x r)
 *   correlations   S = LL',  L&#8315;&sup1;C = U diag(&rho;) R',  V = L'&#8315;&sup1;U     {@link io.lautum.information.CanonicalCorrelations}
 *   information    &Sigma;&#7522; g(&rho;&#7522;&sup2;),  g(t) = t/(1-t) + ln(1-t)/2           {@link io.lautum.information.GaussianLautumInformation}
 *   gradient       (2/n) &Sigma;&#7522; g'(&rho;&#7522;&sup2;) &rho;&#7522; (r&#7522;'z - &rho;&#7522; v&#7522;'w) v&#7522;,  g'(t) = (1+t) / (2(1-t)&sup2;)
 * </pre>
 *
 * <p>Lautum information is mutual information with its arguments exchanged, L(x; y) = KL(p(x)p(y) ‖
 * p(x, y)) (D. P. Palomar, S. Verd&uacute;, "Lautum information", IEEE Transactions on Information
 * Theory 54(3), 2008); here both vectors are taken as jointly Gaussian.
 */
package io.lautum.information;
