/**
 * The program of {@code gpu-check}: the self-test and the step times of the engines on a machine
 * without Spark, next to PyTorch's times where PyTorch is installed. Uses only engines and
 * mathematics, so that it fits into one file.
 */
package io.lautum.cli.gpucheck;
