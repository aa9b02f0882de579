/** The files of CIFAR-10 and CIFAR-100, binary and pickled. */
package io.lautum.data.read.cifar;
