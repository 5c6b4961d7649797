package dev.convbench.strategy;

import dev.convbench.op.Strategy;
import dev.convbench.op.StrategyProvider;
import dev.convbench.strategy.im2col.Im2colStrategy;
import dev.convbench.strategy.loops.LoopsStrategy;
import dev.convbench.strategy.naive.NaiveStrategy;
import dev.convbench.strategy.parallel.ParallelStrategy;
import dev.convbench.strategy.simd.SimdDepthwiseStrategy;
import dev.convbench.strategy.simd.SimdDirectStrategy;
import dev.convbench.strategy.simd.SimdIgemmStrategy;
import dev.convbench.strategy.simd.SimdStrategy;
import dev.convbench.strategy.strided.StridedStrategy;
import java.util.ArrayList;
import java.util.List;

/** Registers the strategies of this project: each serial one, and its parallel twin. */
public final class BuiltinStrategies implements StrategyProvider {
    @Override
    public List<Strategy> strategies() {
        List<Strategy> serial = new ArrayList<>();
        serial.add(new Im2colStrategy());
        serial.add(new LoopsStrategy());
        serial.add(new StridedStrategy());
        serial.add(new NaiveStrategy());
        serial.add(new SimdStrategy());
        serial.add(new SimdDirectStrategy());
        serial.add(new SimdIgemmStrategy());
        serial.add(new SimdDepthwiseStrategy());

        List<Strategy> all = new ArrayList<>(serial);
        for (Strategy strategy : serial) {
            all.add(new ParallelStrategy(strategy));
        }
        return all;
    }
}
