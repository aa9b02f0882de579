/**
 * The engine for NVIDIA GPUs. Its logic, from the graph of operators to the update, uses a {@link
 * io.lautum.network.engine.cudnn.Device}; {@code CudaDevice} implements it with cuDNN, cuBLAS,
 * NVRTC and CUDA graphs, and the tests implement it on the CPU.
 */
package io.lautum.network.engine.cudnn;
