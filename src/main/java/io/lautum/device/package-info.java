/**
 * GPUs. In: the addresses that Spark gives to executors and tasks. Out: threads of ND4J's CUDA
 * backend that compute on those devices and on no other, and for people a message that says why
 * where that cannot be. Without GPUs nothing here does anything.
 */
package io.lautum.device;
