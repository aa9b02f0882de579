/**
 * Local entropy and heat regularisation: losses that are smoothed over all weights by a Gaussian φ
 * of N(x, τI), and steps on them by sampling. Plain mathematics on flat weight vectors, independent
 * of the network library and the cluster.
 *
 * <p>In: weights x and a loss f ({@link io.lautum.method.entropy.Objective}). Out: new weights and
 * the cost of the step ({@link io.lautum.method.entropy.StepResult}).
 *
 * <pre>
 *                    local entropy                       heat
 *   loss F(x)        -log ∫ e<sup>-f</sup> φ                        ∫ f φ
 *   step x ← x⁺      E_q[X],  q ∝ e<sup>-f</sup> φ                  x⁺ = x - τ E[∇f(x⁺ + √τ ξ)]
 *   x⁺ minimises     KL(q ‖ N(x⁺, τI))                   KL(N(x⁺, τI) ‖ q)
 *   by               {@link io.lautum.method.entropy.LocalEntropyImportanceStep}          {@link io.lautum.method.entropy.HeatStep}, with either
 *                    {@link io.lautum.method.entropy.LocalEntropySgldStep}                {@link io.lautum.method.entropy.SmoothedGradient}
 * </pre>
 *
 * <p>Every exact step lowers F. N. García Trillos, Z. Kaplan, D. Sanz-Alonso, "Variational
 * characterizations of local entropy and heat regularization in deep learning", Entropy 21(5), 511,
 * 2019 (arXiv 1901.10082); its algorithms 3 to 5 are importance sampling, Langevin dynamics and
 * Robbins-Monro. The paper finds them costly for end-to-end training and most useful after
 * stochastic gradient descent. Antithetic pairs and the relaxation parameter are additions.
 */
package io.lautum.method.entropy;
