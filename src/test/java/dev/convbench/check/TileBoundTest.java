package dev.convbench.check;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvPlan;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.ErrorBound;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.shapes.Descriptors;
import dev.convbench.shapes.ShapeGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds by tile: what they are made of, and that a strategy which publishes one is held to it. */
class TileBoundTest {
    private static final ConvShape SHAPE = Descriptors.convolution("g2mb2ic4ih13iw11oc6kh3ph1");
    private static final ErrorBound BOUND = ErrorBound.ofTile(2, 4, 3);

    /** Something done to the output of the reference. */
    private interface Damage {
        void apply(double[] in, double[] out);
    }

    /** The reference, which publishes a bound by tile, with its output damaged. */
    private static final class Tiled extends BrokenStrategy {
        private final Damage damage;

        Tiled(Damage damage) {
            super(Fault.NONE, Pass.FORWARD);
            this.damage = damage;
        }

        @Override
        public Convolution convolution(ConvShape shape, Precision precision) {
            ConvPlan good = (ConvPlan) Strategies.reference().convolution(shape, Precision.F64);
            Convolution plan = new ConvPlan(name(), shape, pass -> new TiledKernel(good.kernel(pass), pass));
            return precision == Precision.F64 ? plan : FloatView.of(plan);
        }

        private final class TiledKernel implements ConvKernel {
            private final ConvKernel good;
            private final Pass pass;

            TiledKernel(ConvKernel good, Pass pass) {
                this.good = good;
                this.pass = pass;
            }

            @Override
            public int chunks(int phase) {
                return 1;
            }

            @Override
            public ErrorBound errorBound() {
                return BOUND;
            }

            @Override
            public void run(int phase, int chunk, ConvScratch scratch, int lane) {
                for (int k = 0; k < good.chunks(0); k++) {
                    good.run(0, k, scratch, lane);
                }
                boolean forward = pass == Pass.FORWARD;
                damage.apply(forward ? scratch.x : scratch.dy, forward ? scratch.y : scratch.dx);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Pass.class,
            names = {"FORWARD", "BACKWARD_DATA"})
    void magnitudesAreThoseOfTheDefinition(Pass pass) {
        ShapeGenerator generator = new ShapeGenerator(31, 3_000);
        for (int k = 0; k < 60; k++) {
            ConvShape shape = k == 0 ? SHAPE : generator.convolution(k);
            ConvInputs inputs = ConvInputs.random(shape, pass, k, Data::uniform);
            ErrorBound bound = ErrorBound.ofTile(1, 1 + k % 4, 1 + k / 4 % 5);
            TileMagnitudes tiles = new TileMagnitudes(inputs, bound);
            int length = ConvInputs.outputLength(shape, pass);
            for (int at = 0; at < length; at += 1 + length / 40) {
                double expected = byDefinition(inputs, bound, at);
                double actual = tiles.at(at);
                String where = shape + " " + bound + " " + at;
                // A stride or a dilation leaves gaps, which the rectangle of a tile has too.
                double most = shape.sh() * shape.sw() * shape.dh() * shape.dw() == 1 ? expected : actual;
                assertTrue(actual >= expected * (1 - 1e-12) && actual <= most * (1 + 1e-12), where);
            }
        }
    }

    /** The maximum over the source elements that some tap of some output of the whole tile reads, wherever the plane ends. */
    private static double byDefinition(ConvInputs inputs, ErrorBound bound, int at) {
        ConvShape shape = inputs.shape();
        boolean forward = inputs.pass() == Pass.FORWARD;
        int rows = SampledExpected.rows(shape, inputs.pass());
        int columns = SampledExpected.columns(shape, inputs.pass());
        int plane = at / (rows * columns);
        int top = at / columns % rows / bound.tileRows() * bound.tileRows();
        int left = at % columns / bound.tileColumns() * bound.tileColumns();
        double[] source = forward ? inputs.x() : inputs.dy();
        int sourceRows = forward ? shape.ih() : shape.oh();
        int sourceColumns = forward ? shape.iw() : shape.ow();
        int sourceChannels = forward ? shape.ic() : shape.oc();
        int outputs = forward ? shape.oc() : shape.ic();
        int perGroup = sourceChannels / shape.g();
        int group = plane % outputs / (outputs / shape.g());
        boolean[] readRows = new boolean[sourceRows];
        for (int row = top; row < top + bound.tileRows(); row++) {
            mark(readRows, forward, row, shape.kh(), shape.sh(), shape.dh(), shape.padTop());
        }
        boolean[] readColumns = new boolean[sourceColumns];
        for (int column = left; column < left + bound.tileColumns(); column++) {
            mark(readColumns, forward, column, shape.kw(), shape.sw(), shape.dw(), shape.padLeft());
        }
        double sum = forward && inputs.b() != null ? Math.abs(inputs.b()[plane % outputs]) : 0;
        for (int c = 0; c < perGroup; c++) {
            int channel = group * perGroup + c;
            int first = (plane / outputs * sourceChannels + channel) * sourceRows * sourceColumns;
            double most = 0;
            for (int k = 0; k < sourceRows * sourceColumns; k++) {
                if (readRows[k / sourceColumns] && readColumns[k % sourceColumns]) {
                    most = Math.max(most, Math.abs(source[first + k]));
                }
            }
            sum += most * tapSum(inputs, plane % outputs, channel);
        }
        return sum;
    }

    /** Marks the rows, or columns, of the source that the taps of one row of the output meet. */
    private static void mark(boolean[] read, boolean forward, int to, int taps, int stride, int dilation, int pad) {
        for (int tap = 0; tap < taps; tap++) {
            int at = forward ? to * stride - pad + tap * dilation : to + pad - tap * dilation;
            int from = forward ? at : Math.floorDiv(at, stride);
            if (from >= 0 && from < read.length && (forward || at % stride == 0)) {
                read[from] = true;
            }
        }
    }

    private static double tapSum(ConvInputs inputs, int output, int source) {
        ConvShape shape = inputs.shape();
        int o = inputs.pass() == Pass.FORWARD ? output : source;
        int c = inputs.pass() == Pass.FORWARD ? source : output;
        int taps = shape.kh() * shape.kw();
        double sum = 0;
        for (int k = 0; k < taps; k++) {
            sum += Math.abs(inputs.w()[(o * shape.icPerGroup() + c % shape.icPerGroup()) * taps + k]);
        }
        return sum;
    }

    /** More padding than the kernel needs: the last tile of dx begins at its last column and reads a dy that only padding meets. */
    @ParameterizedTest
    @ValueSource(strings = {"winograd-2", "winograd-4", "winograd-6", "fft"})
    void aTileThatReachesBeyondThePlaneReadsWhatLiesThere(String strategy) {
        ConvShape shape = Descriptors.convolution("mb1ic1ih3iw9oc1oh1ow13kh3kw3ph0pw3");
        for (int column = 0; column < shape.ow(); column++) {
            double[] dy = new double[shape.yLength()];
            dy[column] = 1;
            double[] w = Data.uniform(shape.wLength(), column);
            ConvInputs inputs = new ConvInputs(shape, Pass.BACKWARD_DATA, null, w, null, dy);
            ConvPlan plan = (ConvPlan) Strategies.named(strategy).convolution(shape, Precision.F64);
            double[] dx = new double[shape.xLength()];
            plan.backwardData(dy, w, dx, plan.newScratch());
            Comparison comparison = References.full(inputs).compare(dx, plan.errorBound(Pass.BACKWARD_DATA));
            assertTrue(comparison.ok(), column + ": " + comparison);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void acceptsErrorsWithinTheBoundAndNoneBeyond(Precision precision) {
        double unit = precision.unitRoundoff();
        for (Pass pass : new Pass[] {Pass.FORWARD, Pass.BACKWARD_DATA}) {
            ConvCase given = new ConvCase(SHAPE, pass, 3, precision);
            assertTrue(ConvCheck.run(new Tiled((in, out) -> out[40] += unit), 1, given)
                    .ok());
            // Magnitudes are about 9 · 0.5 · channels; K + 1 is 19 forward and 28 backward.
            CheckResult off = ConvCheck.run(new Tiled((in, out) -> out[40] += 5000 * unit), 1, given);
            assertFalse(off.ok(), "5000 units: " + pass);
            assertTrue(off.problem().contains("off by"), off.problem());
        }
    }

    @Test
    void largeShapesAreHeldToItToo() {
        ConvInputs inputs = ConvInputs.random(SHAPE, Pass.FORWARD, 5, Data::uniform);
        SampledExpected expected = new SampledExpected(inputs, 5);
        double[] actual = References.compute(inputs);
        assertTrue(expected.compare(actual, BOUND).ok());
        for (int k = 0; k < actual.length; k++) {
            double sound = actual[k];
            actual[k] = sound + 1e-11;
            assertFalse(expected.compare(actual, BOUND).ok(), "element " + k);
            actual[k] = Double.NaN;
            assertFalse(expected.compare(actual, BOUND).ok(), "element " + k);
            actual[k] = sound;
        }
    }

    /** Makes NaN of every output plane, as far as it lies in the same (0) or the next (1) row of tiles as a NaN of x. */
    private static Damage spread(int reach) {
        return (in, out) -> {
            int plane = SHAPE.oh() * SHAPE.ow();
            for (int k = 0; k < in.length; k++) {
                if (!Double.isFinite(in[k])) {
                    int image = k / (SHAPE.ic() * plane);
                    int group = k / plane % SHAPE.ic() / SHAPE.icPerGroup();
                    int first = (image * SHAPE.oc() + group * SHAPE.ocPerGroup()) * plane;
                    int row = k % plane / SHAPE.ow() / BOUND.tileRows() + reach;
                    int column = k % SHAPE.ow() / BOUND.tileColumns() * BOUND.tileColumns();
                    int element = first + row * BOUND.tileRows() * SHAPE.ow() + column;
                    if (row * BOUND.tileRows() < SHAPE.oh()) {
                        out[element] = Double.NaN;
                    }
                }
            }
        };
    }

    @Test
    void aPixelThatIsNotFiniteMaySpoilItsTileAndNoOther() {
        int spilled = 0;
        for (int seed = 0; seed < 20; seed++) {
            ConvCheck.runNonFinite(new Tiled(spread(0)), 1, SHAPE, Pass.FORWARD, seed)
                    .requireOk();
            boolean ok = ConvCheck.runNonFinite(new Tiled(spread(1)), 1, SHAPE, Pass.FORWARD, seed)
                    .ok();
            spilled += ok ? 0 : 1;
        }
        assertTrue(spilled > 5, "seen in " + spilled + " of 20");
    }

    @Test
    void aPixelThatIsNotFiniteMustShow() {
        Damage hide = (in, out) -> {
            for (int k = 0; k < out.length; k++) {
                out[k] = Double.isFinite(out[k]) ? out[k] : 0;
            }
        };
        CheckResult hidden = ConvCheck.runNonFinite(new Tiled(hide), 1, SHAPE, Pass.FORWARD, 1);
        assertFalse(hidden.ok());
        Damage other = (in, out) -> {
            for (int k = 0; k < out.length; k++) {
                out[k] = Double.isFinite(out[k]) ? out[k] : Double.NEGATIVE_INFINITY;
            }
        };
        ConvCheck.runNonFinite(new Tiled(other), 1, SHAPE, Pass.FORWARD, 1).requireOk();
    }

    @Test
    void boundsAndTilesAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> ErrorBound.ofElement(-1));
        assertThrows(IllegalArgumentException.class, () -> ErrorBound.ofTile(1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new ErrorBound(1, 4, 0));
        assertTrue(ErrorBound.REORDERED.isReordered());
        assertFalse(ErrorBound.ofTile(1, 2, 2).isReordered());
        ConvInputs inputs = ConvInputs.random(SHAPE, Pass.BACKWARD_WEIGHTS, 1, Data::uniform);
        assertThrows(IllegalArgumentException.class, () -> new TileMagnitudes(inputs, BOUND));
    }
}
