package dev.convbench.check;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvPlan;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import java.util.function.Predicate;

/** The reference with one fault in one pass, on the shapes of a condition: what a harness must catch. */
public class BrokenStrategy implements Strategy {
    private final Fault fault;
    private final Pass pass;
    private final Predicate<ConvShape> where;
    private final Predicate<PoolShape> wherePool;

    /** Broken in that pass, whatever the shape. */
    public BrokenStrategy(Fault fault, Pass pass) {
        this(fault, pass, shape -> true, shape -> true);
    }

    BrokenStrategy(Fault fault, Pass pass, Predicate<ConvShape> where, Predicate<PoolShape> wherePool) {
        this.fault = fault;
        this.pass = pass;
        this.where = where;
        this.wherePool = wherePool;
    }

    @Override
    public String name() {
        return "broken";
    }

    @Override
    public String description() {
        return "the reference with a fault";
    }

    @Override
    public int rank() {
        return 1;
    }

    @Override
    public Support supports(ConvShape shape, Pass asked, Precision precision) {
        return Support.yes();
    }

    @Override
    public Support supports(PoolShape shape, Pass asked, Precision precision) {
        return Strategies.reference().supports(shape, asked, precision);
    }

    @Override
    public Convolution convolution(ConvShape shape, Precision precision) {
        ConvPlan good = (ConvPlan) Strategies.reference().convolution(shape, Precision.F64);
        Convolution plan = new ConvPlan(
                name(),
                shape,
                p -> p == pass && where.test(shape)
                        ? new BrokenKernel(good.kernel(p), shape, precision)
                        : good.kernel(p));
        return precision == Precision.F64 ? plan : FloatView.of(plan);
    }

    @Override
    public Pooling pooling(PoolShape shape, Precision precision) {
        Pooling good = Strategies.reference().pooling(shape, Precision.F64);
        Pooling plan = wherePool.test(shape) ? new BrokenPooling(good, precision) : good;
        return precision == Precision.F64 ? plan : FloatView.of(plan);
    }

    /** An error far above what rounding gives, and far below what the data is. */
    private static double small(Precision precision) {
        return precision == Precision.F64 ? 1e-10 : 1e-4;
    }

    private final class BrokenKernel implements ConvKernel {
        private final ConvKernel good;
        private final ConvShape shape;
        private final Precision precision;
        private double[] keptX;
        private double[] keptDy;
        private double unwritten;

        BrokenKernel(ConvKernel good, ConvShape shape, Precision precision) {
            this.good = good;
            this.shape = shape;
            this.precision = precision;
        }

        @Override
        public int phases() {
            return packs() ? 2 : 1;
        }

        private boolean packs() {
            return fault == Fault.PREPARED_WEIGHTS;
        }

        @Override
        public int chunks(int phase) {
            return phases() == 2 && phase == 0 ? 1 : good.chunks(0);
        }

        @Override
        public int packedLength() {
            return packs() ? shape.wLength() : 0;
        }

        @Override
        public int sharedLength() {
            return 1;
        }

        @Override
        public void run(int phase, int chunk, ConvScratch scratch, int lane) {
            if (packs() && phase == 0) {
                System.arraycopy(scratch.w, 0, scratch.packed, 0, shape.wLength());
                return;
            }
            boolean prepared = scratch.w == null;
            if (packs()) {
                scratch.w = scratch.packed;
            }
            if (fault == Fault.KEEPS_OPERANDS) {
                keepOperands(scratch);
            }
            int last = output(scratch).length - 1;
            unwritten = chunk == 0 ? output(scratch)[last] : unwritten;
            good.run(0, chunk, scratch, lane);
            if (chunk == good.chunks(0) - 1) {
                damage(output(scratch), scratch, prepared);
            }
            if (prepared) {
                scratch.w = null;
            }
        }

        private void keepOperands(ConvScratch scratch) {
            if (keptX == null && keptDy == null) {
                keptX = scratch.x == null ? null : scratch.x.clone();
                keptDy = scratch.dy == null ? null : scratch.dy.clone();
            }
            scratch.x = keptX;
            scratch.dy = keptDy;
        }

        private double[] output(ConvScratch scratch) {
            return switch (pass) {
                case FORWARD -> scratch.y;
                case BACKWARD_DATA -> scratch.dx;
                case BACKWARD_WEIGHTS -> scratch.dw;
                case BACKWARD_BIAS -> scratch.db;
            };
        }

        private void damage(double[] out, ConvScratch scratch, boolean prepared) {
            int last = out.length - 1;
            switch (fault) {
                case BORDER_ELEMENT -> out[Math.min(last, SampledExpected.columns(shape, pass))] += 1e-3;
                case LAST_ELEMENT -> out[last] += 1e-3;
                case OFF_BY_1E_7 -> out[last / 2] += 1e-7;
                case OFF_BY_1E_10 -> out[last / 2] += small(precision);
                case UNWRITTEN -> out[last] = unwritten;
                case WRITES_INPUT -> (scratch.x == null ? scratch.dy : scratch.x)[0] += 1;
                case STALE_SCRATCH -> {
                    out[last] += scratch.shared[0];
                    scratch.shared[0] = 0;
                }
                case PREPARED_WEIGHTS -> out[last] += prepared ? 1e-3 : 0;
                case ROUNDS_INTEGERS -> out[last] *= 1 + 2 * precision.unitRoundoff();
                case THROWS -> throw new ArrayIndexOutOfBoundsException("index " + out.length);
                case IGNORES_NAN -> {
                    for (int k = 0; k < out.length; k++) {
                        out[k] = Double.isNaN(out[k]) ? 0 : out[k];
                    }
                }
                case NONE, KEEPS_OPERANDS, LAST_TIE_WINS -> {}
            }
        }
    }

    private final class BrokenPooling implements Pooling {
        private final Pooling good;
        private final Precision precision;

        BrokenPooling(Pooling good, Precision precision) {
            this.good = good;
            this.precision = precision;
        }

        @Override
        public PoolShape shape() {
            return good.shape();
        }

        @Override
        public Precision precision() {
            return good.precision();
        }

        @Override
        public Scratch newScratch() {
            return good.newScratch();
        }

        @Override
        public void forward(double[] x, double[] y, int[] argmax, Scratch scratch) {
            double before = y[y.length - 1];
            good.forward(x, y, argmax, scratch);
            if (pass == Pass.FORWARD) {
                damage(x, y, before);
                damagePlaces(x, y, argmax);
            }
        }

        @Override
        public void backward(double[] dy, int[] argmax, double[] dx, Scratch scratch) {
            double before = dx[dx.length - 1];
            good.backward(dy, argmax, dx, scratch);
            if (pass == Pass.BACKWARD_DATA) {
                damage(dy, dx, before);
            }
        }

        private void damage(double[] in, double[] out, double before) {
            int last = out.length - 1;
            switch (fault) {
                case BORDER_ELEMENT -> out[0] += 1e-3;
                case LAST_ELEMENT -> out[last] += 1e-3;
                case OFF_BY_1E_7 -> out[last / 2] += 1e-7;
                case OFF_BY_1E_10 -> out[last / 2] += small(precision);
                case UNWRITTEN -> out[last] = before;
                case WRITES_INPUT -> in[0] += 1;
                case THROWS -> throw new ArrayIndexOutOfBoundsException("index " + out.length);
                default -> {}
            }
        }

        /** Within each plane, a later equal pixel of the last window takes its place; or a NaN loses its place. */
        private void damagePlaces(double[] x, double[] y, int[] argmax) {
            int last = y.length - 1;
            if (fault == Fault.LAST_TIE_WINS) {
                int plane = x.length - good.shape().ih() * good.shape().iw();
                for (int k = argmax[last] + 1; k < plane(x) && argmax[last] >= 0; k++) {
                    if (x[plane + k] == y[last]) {
                        argmax[last] = k;
                    }
                }
            } else if (fault == Fault.IGNORES_NAN) {
                for (int k = 0; k < y.length; k++) {
                    y[k] = Double.isNaN(y[k]) ? 0 : y[k];
                }
            }
        }

        private int plane(double[] x) {
            return x.length / (good.shape().mb() * good.shape().c());
        }
    }
}
