/**
 * The network architectures by name. Input: a name and the images' shape. Output: hidden layers.
 */
package io.lautum.network.architecture;
