package dev.convbench.peers;

import dev.convbench.op.Strategy;
import dev.convbench.op.StrategyProvider;
import dev.convbench.peers.blas.BlasStrategy;
import dev.convbench.peers.nd4j.Nd4jStrategy;
import dev.convbench.peers.onednn.OneDnnStrategy;
import dev.convbench.peers.onnx.OnnxStrategy;
import dev.convbench.peers.pytorch.PyTorchStrategy;
import java.util.List;

/** Registers the peers. */
public final class PeerStrategies implements StrategyProvider {
    @Override
    public List<Strategy> strategies() {
        return List.of(
                OneDnnStrategy.reordered(),
                OneDnnStrategy.nchw(),
                OneDnnStrategy.blocked(),
                OneDnnStrategy.ofArrays(),
                OnnxStrategy.offHeap(),
                OnnxStrategy.ofArrays(),
                PyTorchStrategy.offHeap(),
                PyTorchStrategy.ofArrays(),
                Nd4jStrategy.offHeap(),
                BlasStrategy.openBlas(),
                BlasStrategy.netlib());
    }
}
