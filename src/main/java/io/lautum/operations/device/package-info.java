/**
 * GPUs as seen by this process: ND4J's CUDA backend and NVIDIA's own list. Does not depend on the
 * cluster.
 */
package io.lautum.operations.device;
