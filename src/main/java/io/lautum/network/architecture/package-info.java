/** The networks by name. In: a name and the images' shape. Out: hidden layers. */
package io.lautum.network.architecture;
