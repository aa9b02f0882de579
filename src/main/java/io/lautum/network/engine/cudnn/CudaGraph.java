package io.lautum.network.engine.cudnn;

import static org.bytedeco.cuda.global.cudart.cudaGraphDestroy;
import static org.bytedeco.cuda.global.cudart.cudaGraphExecDestroy;
import static org.bytedeco.cuda.global.cudart.cudaGraphInstantiateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaGraphLaunch;
import static org.bytedeco.cuda.global.cudart.cudaStreamBeginCapture;
import static org.bytedeco.cuda.global.cudart.cudaStreamCaptureModeThreadLocal;
import static org.bytedeco.cuda.global.cudart.cudaStreamEndCapture;

import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;

/** Recorded commands of a stream, which the GPU executes with one launch. */
final class CudaGraph implements AutoCloseable {
  private final CUgraphExec_st executable;

  private CudaGraph(CUgraphExec_st executable) {
    this.executable = executable;
  }

  /** Records commands of this thread. */
  static CudaGraph of(CUstream_st stream, Runnable commands) {
    CUgraph_st graph = new CUgraph_st();
    // Other threads' calls would break a global recording.
    CudaStatus.cuda(
        cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal), "cudaStreamBeginCapture");
    try {
      commands.run();
    } catch (RuntimeException e) {
      // The stream must stop recording even if a command has failed.
      cudaStreamEndCapture(stream, graph);
      throw e;
    }
    CudaStatus.cuda(cudaStreamEndCapture(stream, graph), "cudaStreamEndCapture");
    CUgraphExec_st executable = new CUgraphExec_st();
    CudaStatus.cuda(cudaGraphInstantiateWithFlags(executable, graph, 0), "cudaGraphInstantiate");
    CudaStatus.cuda(cudaGraphDestroy(graph), "cudaGraphDestroy");
    return new CudaGraph(executable);
  }

  /** Starts the commands. */
  void launch(CUstream_st stream) {
    CudaStatus.cuda(cudaGraphLaunch(executable, stream), "cudaGraphLaunch");
  }

  @Override
  public void close() {
    cudaGraphExecDestroy(executable);
  }
}
