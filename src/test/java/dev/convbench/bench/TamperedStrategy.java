package dev.convbench.bench;

import dev.convbench.check.FloatView;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvPlan;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolPlan;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The reference with something done to each output after it is written. */
final class TamperedStrategy implements Strategy {
    /** What is done to an output. */
    interface Tampering {
        void on(double[] output, int[] argmax);
    }

    private final Strategy reference = Strategies.reference();
    private final Tampering tampering;
    private final BooleanSupplier works;

    TamperedStrategy(Tampering tampering) {
        this(tampering, () -> true);
    }

    private TamperedStrategy(Tampering tampering, BooleanSupplier works) {
        this.tampering = tampering;
        this.works = works;
    }

    /** The reference as it is, but writing nothing after some calls. */
    static TamperedStrategy stopsAfter(int calls) {
        AtomicInteger done = new AtomicInteger();
        return new TamperedStrategy((output, argmax) -> {}, () -> done.incrementAndGet() <= calls);
    }

    @Override
    public String name() {
        return "tampered";
    }

    @Override
    public String description() {
        return "the reference, tampered with";
    }

    @Override
    public int rank() {
        return 1;
    }

    @Override
    public Support supports(ConvShape shape, Pass pass, Precision precision) {
        return pass == Pass.BACKWARD_WEIGHTS ? Support.no("it is a test") : Support.yes();
    }

    @Override
    public Support supports(PoolShape shape, Pass pass, Precision precision) {
        return Support.yes();
    }

    @Override
    public Convolution convolution(ConvShape shape, Precision precision) {
        ConvPlan plan = (ConvPlan) reference.convolution(shape, Precision.F64);
        Convolution tampered = new ConvPlan(name(), shape, pass -> new TamperedConv(plan.kernel(pass)));
        return precision == Precision.F64 ? tampered : FloatView.of(tampered);
    }

    @Override
    public Pooling pooling(PoolShape shape, Precision precision) {
        Pooling plan = reference.pooling(shape, Precision.F64);
        Pooling tampered = new PoolPlan(
                name(),
                shape,
                new TamperedPool(s -> {
                    plan.forward(s.x, s.y, s.argmax, plan.newScratch());
                    tampering.on(s.y, s.argmax);
                }),
                new TamperedPool(s -> {
                    plan.backward(s.dy, s.argmax, s.dx, plan.newScratch());
                    tampering.on(s.dx, s.argmax);
                }));
        return precision == Precision.F64 ? tampered : FloatView.of(tampered);
    }

    private final class TamperedConv implements ConvKernel {
        private final ConvKernel kernel;

        TamperedConv(ConvKernel kernel) {
            this.kernel = kernel;
        }

        @Override
        public int chunks(int phase) {
            return 1;
        }

        @Override
        public void run(int phase, int chunk, ConvScratch scratch, int lane) {
            if (!works.getAsBoolean()) {
                return;
            }
            for (int all = 0; all < kernel.chunks(phase); all++) {
                kernel.run(phase, all, scratch, lane);
            }
            tampering.on(scratch.y != null ? scratch.y : scratch.dx, null);
        }
    }

    private interface PoolCall {
        void on(PoolScratch scratch);
    }

    private final class TamperedPool implements PoolKernel {
        private final PoolCall call;

        TamperedPool(PoolCall call) {
            this.call = call;
        }

        @Override
        public int chunks() {
            return 1;
        }

        @Override
        public void run(int chunk, PoolScratch scratch, int lane) {
            if (works.getAsBoolean()) {
                call.on(scratch);
            }
        }
    }
}
