package io.lautum.network.engine.cudnn;

import static org.bytedeco.cuda.global.cublas.CUBLAS_DEFAULT_MATH;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_N;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_T;
import static org.bytedeco.cuda.global.cublas.CUBLAS_TF32_TENSOR_OP_MATH;
import static org.bytedeco.cuda.global.cublas.cublasCreate_v2;
import static org.bytedeco.cuda.global.cublas.cublasDestroy_v2;
import static org.bytedeco.cuda.global.cublas.cublasSetMathMode;
import static org.bytedeco.cuda.global.cublas.cublasSetStream_v2;
import static org.bytedeco.cuda.global.cublas.cublasSetWorkspace_v2;
import static org.bytedeco.cuda.global.cublas.cublasSgemm_v2;

import io.lautum.network.step.Precision;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.FloatPointer;

/** Matrix products by cuBLAS on a stream. Before each call its GPU must be the thread's. */
final class CudaProducts implements AutoCloseable {
  /** Otherwise cuBLAS allocates one per stream, and results may differ between recordings. */
  private static final long WORKSPACE = 32L << 20;

  private final cublasContext handle = new cublasContext();
  private final FloatPointer one = new FloatPointer(new float[] {1});
  private final FloatPointer zero = new FloatPointer(new float[] {0});

  /**
   * @param memory memory of the workspace, which is freed with it
   */
  CudaProducts(CUstream_st stream, CudaMemory memory, Precision precision) {
    try {
      open(stream, memory, precision);
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  private void open(CUstream_st stream, CudaMemory memory, Precision precision) {
    CudaStatus.cublas(cublasCreate_v2(handle), "cublasCreate");
    CudaStatus.cublas(cublasSetStream_v2(handle, stream), "cublasSetStream");
    int math = precision == Precision.TF32 ? CUBLAS_TF32_TENSOR_OP_MATH : CUBLAS_DEFAULT_MATH;
    CudaStatus.cublas(cublasSetMathMode(handle, math), "cublasSetMathMode");
    CudaStatus.cublas(
        cublasSetWorkspace_v2(handle, new DevicePointer(memory.allocate(WORKSPACE)), WORKSPACE),
        "cublasSetWorkspace");
  }

  cublasContext handle() {
    return handle;
  }

  /** Computes Cᵀ = op(B)ᵀ op(A)ᵀ, because cuBLAS stores matrices by columns. */
  void multiply(MatrixProduct product, Buffer a, Buffer b, Buffer c) {
    CudaStatus.cublas(
        cublasSgemm_v2(
            handle,
            product.transposeB() ? CUBLAS_OP_T : CUBLAS_OP_N,
            product.transposeA() ? CUBLAS_OP_T : CUBLAS_OP_N,
            product.columns(),
            product.rows(),
            product.inner(),
            one,
            new DevicePointer(b),
            product.transposeB() ? product.inner() : product.columns(),
            new DevicePointer(a),
            product.transposeA() ? product.rows() : product.inner(),
            zero,
            new DevicePointer(c),
            product.columns()),
        "cublasSgemm");
  }

  @Override
  public void close() {
    if (!handle.isNull()) {
      cublasDestroy_v2(handle);
    }
    one.close();
    zero.close();
  }
}
