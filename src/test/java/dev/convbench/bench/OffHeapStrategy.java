package dev.convbench.bench;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.OffHeap;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import java.util.Arrays;

/** The reference as a library would offer it: on copies of the arguments that lie elsewhere. May be broken. */
final class OffHeapStrategy implements Strategy {
    /** What is wrong. */
    enum Fault {
        NONE,
        REPEAT_DOES_NOTHING,
        REPEAT_IS_WRONG
    }

    private final Strategy reference = Strategies.reference();
    private final Fault fault;
    /** How often computations were repeated without new arguments. */
    int repeats;

    OffHeapStrategy(Fault fault) {
        this.fault = fault;
    }

    /** The copies of one call. */
    private static final class Copies extends Scratch {
        private final Scratch inner;
        private double[] x;
        private double[] w;
        private double[] b;
        private double[] y;

        Copies(Object plan, Scratch inner) {
            super(plan);
            this.inner = inner;
        }
    }

    private void spoilOrRepeat(double[] y) {
        if (fault == Fault.REPEAT_IS_WRONG) {
            y[y.length - 1] += 1;
        }
        repeats++;
    }

    /** Forward only. */
    private final class Conv implements Convolution, OffHeap {
        private final Convolution inner;

        Conv(Convolution inner) {
            this.inner = inner;
        }

        @Override
        public ConvShape shape() {
            return inner.shape();
        }

        @Override
        public Precision precision() {
            return inner.precision();
        }

        @Override
        public Scratch newScratch() {
            return new Copies(this, inner.newScratch());
        }

        @Override
        public void forward(double[] x, double[] w, double[] b, double[] y, Scratch scratch) {
            Copies copies = (Copies) scratch;
            copies.x = x.clone();
            copies.w = w.clone();
            copies.b = b == null ? null : b.clone();
            copies.y = new double[y.length];
            inner.forward(copies.x, copies.w, copies.b, copies.y, copies.inner);
            System.arraycopy(copies.y, 0, y, 0, y.length);
        }

        @Override
        public void repeat(Scratch scratch) {
            Copies copies = (Copies) scratch;
            if (fault != Fault.REPEAT_DOES_NOTHING) {
                inner.forward(copies.x, copies.w, copies.b, copies.y, copies.inner);
            }
            spoilOrRepeat(copies.y);
        }

        @Override
        public void read(double[] out, Scratch scratch) {
            System.arraycopy(((Copies) scratch).y, 0, out, 0, out.length);
        }

        @Override
        public void read(float[] out, Scratch scratch) {
            throw new AssertionError("double only");
        }

        @Override
        public void spoil(Scratch scratch) {
            Arrays.fill(((Copies) scratch).y, Double.NaN);
        }
    }

    /** Maxima without their places. */
    private final class Pool implements Pooling, OffHeap {
        private final Pooling inner;

        Pool(Pooling inner) {
            this.inner = inner;
        }

        @Override
        public PoolShape shape() {
            return inner.shape();
        }

        @Override
        public Precision precision() {
            return inner.precision();
        }

        @Override
        public boolean writesArgmax() {
            return false;
        }

        @Override
        public Scratch newScratch() {
            return new Copies(this, inner.newScratch());
        }

        @Override
        public void forward(double[] x, double[] y, int[] argmax, Scratch scratch) {
            Copies copies = (Copies) scratch;
            copies.x = x.clone();
            copies.y = new double[y.length];
            inner.forward(copies.x, copies.y, new int[y.length], copies.inner);
            System.arraycopy(copies.y, 0, y, 0, y.length);
        }

        @Override
        public void repeat(Scratch scratch) {
            Copies copies = (Copies) scratch;
            if (fault != Fault.REPEAT_DOES_NOTHING) {
                inner.forward(copies.x, copies.y, new int[copies.y.length], copies.inner);
            }
            spoilOrRepeat(copies.y);
        }

        @Override
        public void read(double[] out, Scratch scratch) {
            System.arraycopy(((Copies) scratch).y, 0, out, 0, out.length);
        }

        @Override
        public void read(float[] out, Scratch scratch) {
            throw new AssertionError("double only");
        }

        @Override
        public void spoil(Scratch scratch) {
            Arrays.fill(((Copies) scratch).y, Double.NaN);
        }
    }

    @Override
    public String name() {
        return "library";
    }

    @Override
    public String description() {
        return "the reference on copies";
    }

    @Override
    public int rank() {
        return 1;
    }

    @Override
    public Support supports(ConvShape shape, Pass pass, Precision precision) {
        return pass == Pass.FORWARD ? Support.yes() : Support.no("forward only");
    }

    @Override
    public Support supports(PoolShape shape, Pass pass, Precision precision) {
        return pass == Pass.FORWARD ? Support.yes() : Support.no("forward only");
    }

    @Override
    public Convolution convolution(ConvShape shape, Precision precision) {
        return new Conv(reference.convolution(shape, precision));
    }

    @Override
    public Pooling pooling(PoolShape shape, Precision precision) {
        return new Pool(reference.pooling(shape, precision));
    }
}
