package dev.convbench.strategy;

import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
import dev.convbench.op.StrategyProvider;
import dev.convbench.strategy.auto.AutoStrategy;
import dev.convbench.strategy.auto.AutoStrategyF32;
import dev.convbench.strategy.fft.FftStrategy;
import dev.convbench.strategy.fft.FftStrategyF32;
import dev.convbench.strategy.fft.FftTileStrategy;
import dev.convbench.strategy.fft.FftTileStrategyF32;
import dev.convbench.strategy.im2col.Im2colStrategy;
import dev.convbench.strategy.im2col.Im2colStrategyF32;
import dev.convbench.strategy.loops.LoopsStrategy;
import dev.convbench.strategy.loops.LoopsStrategyF32;
import dev.convbench.strategy.naive.NaiveStrategy;
import dev.convbench.strategy.naive.NaiveStrategyF32;
import dev.convbench.strategy.parallel.ParallelStrategy;
import dev.convbench.strategy.simd.SimdDepthwiseStrategy;
import dev.convbench.strategy.simd.SimdDepthwiseStrategyF32;
import dev.convbench.strategy.simd.SimdDirectStrategy;
import dev.convbench.strategy.simd.SimdDirectStrategyF32;
import dev.convbench.strategy.simd.SimdIgemmStrategy;
import dev.convbench.strategy.simd.SimdIgemmStrategyF32;
import dev.convbench.strategy.simd.SimdStrategy;
import dev.convbench.strategy.simd.SimdStrategyF32;
import dev.convbench.strategy.strided.StridedStrategy;
import dev.convbench.strategy.strided.StridedStrategyF32;
import dev.convbench.strategy.winograd.WinogradStrategy;
import dev.convbench.strategy.winograd.WinogradStrategyF32;
import dev.convbench.strategy.winograd.WinogradTileStrategy;
import dev.convbench.strategy.winograd.WinogradTileStrategyF32;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Registers the strategies of this project: each serial one, and its parallel twin. */
public final class BuiltinStrategies implements StrategyProvider {
    @Override
    public List<Strategy> strategies() {
        List<Strategy> serial = new ArrayList<>();
        serial.add(new ByPrecision(new Im2colStrategy(), new Im2colStrategyF32()));
        serial.add(new ByPrecision(new LoopsStrategy(), new LoopsStrategyF32()));
        serial.add(new ByPrecision(new StridedStrategy(), new StridedStrategyF32()));
        serial.add(new ByPrecision(new NaiveStrategy(), new NaiveStrategyF32()));
        serial.add(new ByPrecision(new SimdStrategy(), new SimdStrategyF32()));
        serial.add(new ByPrecision(new SimdDirectStrategy(), new SimdDirectStrategyF32()));
        serial.add(new ByPrecision(new SimdIgemmStrategy(), new SimdIgemmStrategyF32()));
        serial.add(new ByPrecision(new SimdDepthwiseStrategy(), new SimdDepthwiseStrategyF32()));
        serial.add(new ByPrecision(new WinogradStrategy(), new WinogradStrategyF32()));
        serial.add(new ByPrecision(new FftStrategy(), new FftStrategyF32()));
        for (int n = 16; n <= 32; n += 16) {
            serial.add(new ByPrecision(new FftTileStrategy(n), new FftTileStrategyF32(n)));
        }
        for (int m = 2; m <= 6; m += 2) {
            serial.add(new ByPrecision(new WinogradTileStrategy(m), new WinogradTileStrategyF32(m)));
        }

        serial.add(auto(serial));

        List<Strategy> all = new ArrayList<>(serial);
        for (Strategy strategy : serial) {
            all.add(new ParallelStrategy(strategy));
        }
        return all;
    }

    /** Chooses among the others, the highest rank first; the last is the reference, which supports everything. */
    private static Strategy auto(List<Strategy> others) {
        List<Strategy> ranked = new ArrayList<>(others);
        ranked.sort(Comparator.comparingInt(Strategy::rank).reversed());
        return new ByPrecision(
                new AutoStrategy(of(Precision.F64, ranked)), new AutoStrategyF32(of(Precision.F32, ranked)));
    }

    private static List<Strategy> of(Precision precision, List<Strategy> strategies) {
        return strategies.stream()
                .map(strategy -> ((ByPrecision) strategy).of(precision))
                .toList();
    }
}
