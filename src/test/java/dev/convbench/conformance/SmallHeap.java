package dev.convbench.conformance;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.NotEnoughMemoryException;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.util.List;
import java.util.function.Supplier;

/**
 * What {@link LimitsTest} runs in a JVM with little memory: every strategy plans shapes whose tensors are as large as Java's arrays can
 * be, and makes a scratch for them, which may only succeed or be refused in a sentence. Prints a line for whatever else happens, and how
 * many of each there were.
 */
final class SmallHeap {
    private static final List<ConvShape> CONVOLUTIONS = List.of(
            ConvShape.builder()
                    .input(1, 1, 46_000, 46_000)
                    .filters(1, 3, 3)
                    .pad(1, 1)
                    .build(),
            ConvShape.builder().input(1, 1, 46_000, 46_000).filters(1, 1, 1).build(),
            ConvShape.builder().input(1, 46_000, 1, 1).filters(46_000, 1, 1).build(),
            ConvShape.builder()
                    .input(1, 1, 46_000, 46_000)
                    .filters(1, 46_000, 46_000)
                    .build(),
            ConvShape.builder().input(2_000_000_000, 1, 1, 1).filters(1, 1, 1).build(),
            ConvShape.builder().input(1, 2_000_000_000, 1, 1).filters(1, 1, 1).build(),
            ConvShape.builder().input(1, 1, 1, 1).filters(2_000_000_000, 1, 1).build(),
            ConvShape.builder()
                    .input(1, 20_000, 1, 3)
                    .groups(20_000)
                    .filters(20_000, 1, 3)
                    .pad(0, 50_000)
                    .build(),
            ConvShape.builder()
                    .input(1, 3, 20_000, 20_000)
                    .filters(5, 11, 11)
                    .stride(2, 3)
                    .pad(5, 5)
                    .build(),
            ConvShape.builder()
                    .input(1, 64, 4_000, 4_000)
                    .filters(64, 5, 5)
                    .pad(2, 2)
                    .build(),
            ConvShape.builder()
                    .input(1, 1, 3, 3)
                    .filters(1, 2, 2)
                    .dilation(500_000_000, 1)
                    .pad(500_000_000, 0)
                    .build());

    private static final List<PoolShape> POOLS = List.of(
            PoolShape.builder()
                    .kind(PoolKind.MAX)
                    .input(1, 1, 46_000, 46_000)
                    .window(2, 2)
                    .stride(2, 2)
                    .build(),
            PoolShape.builder()
                    .kind(PoolKind.MAX)
                    .input(1, 1, 46_000, 46_000)
                    .window(3, 3)
                    .stride(1, 1)
                    .pad(1, 1)
                    .build(),
            PoolShape.builder()
                    .kind(PoolKind.MAX)
                    .input(1, 1, 46_000, 46_000)
                    .window(46_000, 46_000)
                    .build(),
            PoolShape.builder().kind(PoolKind.MAX).input(1, 2_000_000_000, 1, 1).build(),
            PoolShape.builder()
                    .kind(PoolKind.AVERAGE_INCLUDE_PADDING)
                    .input(1, 1, 46_000, 46_000)
                    .window(3, 3)
                    .pad(1, 1)
                    .build());

    private int made;
    private int refused;
    private int unsupported;

    private SmallHeap() {}

    public static void main(String[] args) {
        SmallHeap heap = new SmallHeap();
        for (Strategy strategy : Strategies.all()) {
            for (Precision precision : Precision.values()) {
                CONVOLUTIONS.forEach(shape -> heap.convolution(strategy, shape, precision));
                POOLS.forEach(shape -> heap.pooling(strategy, shape, precision));
            }
        }
        System.out.println("made " + heap.made + ", refused " + heap.refused + ", unsupported " + heap.unsupported);
    }

    private void convolution(Strategy strategy, ConvShape shape, Precision precision) {
        String what = strategy.name() + " " + shape + " " + precision;
        boolean any = false;
        for (Pass pass : Pass.values()) {
            any |= strategy.supports(shape, pass, precision).ok();
        }
        if (any) {
            expect(what, () -> {
                Convolution plan = strategy.convolution(shape, precision);
                return plan.newScratch();
            });
        } else {
            unsupported++;
        }
    }

    private void pooling(Strategy strategy, PoolShape shape, Precision precision) {
        if (strategy.supports(shape, Pass.FORWARD, precision).ok()) {
            String what = strategy.name() + " " + shape + " " + precision;
            expect(what, () -> strategy.pooling(shape, precision).newScratch());
        } else {
            unsupported++;
        }
    }

    private void expect(String what, Supplier<Object> scratch) {
        try {
            made += scratch.get() == null ? 0 : 1;
        } catch (NotEnoughMemoryException e) {
            refused++;
            if (!e.getMessage()
                    .matches(
                            "the scratch of .* needs (\\d+ bytes of memory and this JVM may use \\d+ in all|more elements than"
                                    + " one Java array can hold .*); .*")) {
                System.out.println("BAD " + what + ": " + e.getMessage());
            }
        } catch (RuntimeException | Error e) {
            System.out.println("BAD " + what + ": " + e);
        }
    }
}
