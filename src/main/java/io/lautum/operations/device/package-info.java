/**
 * GPUs as this process sees them: ND4J's CUDA backend and NVIDIA's own list. Knows of no cluster.
 */
package io.lautum.operations.device;
