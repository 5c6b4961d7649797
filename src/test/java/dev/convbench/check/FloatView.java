package dev.convbench.check;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.ErrorBound;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.PreparedWeights;
import dev.convbench.op.Scratch;

/**
 * Double plans as float plans, so that what is wrong with them, done on purpose, is wrong in float too: arrays are widened
 * before a call and all of them, inputs too, rounded back after it.
 */
public final class FloatView {
    private FloatView() {}

    private static double[] widened(float[] values) {
        if (values == null) {
            return null;
        }
        double[] wide = new double[values.length];
        for (int k = 0; k < wide.length; k++) {
            wide[k] = values[k];
        }
        return wide;
    }

    private static void round(double[] wide, float[] values) {
        for (int k = 0; values != null && k < wide.length; k++) {
            values[k] = (float) wide[k];
        }
    }

    /** A float plan that computes with a double plan. */
    public static Convolution of(Convolution plan) {
        return new FloatConvolution(plan);
    }

    /** A float plan that computes with a double plan. */
    public static Pooling of(Pooling plan) {
        return new FloatPooling(plan);
    }

    private record FloatConvolution(Convolution plan) implements Convolution {
        @Override
        public ConvShape shape() {
            return plan.shape();
        }

        @Override
        public Precision precision() {
            return Precision.F32;
        }

        @Override
        public Scratch newScratch() {
            return plan.newScratch();
        }

        @Override
        public ErrorBound errorBound(Pass pass) {
            return plan.errorBound(pass);
        }

        private interface Call {
            void run(double[] a, double[] b, double[] c, double[] d);
        }

        private static void call(float[] a, float[] b, float[] c, float[] d, Call call) {
            double[] wideA = widened(a);
            double[] wideB = widened(b);
            double[] wideC = widened(c);
            double[] wideD = widened(d);
            call.run(wideA, wideB, wideC, wideD);
            round(wideA, a);
            round(wideB, b);
            round(wideC, c);
            round(wideD, d);
        }

        @Override
        public void forward(float[] x, float[] w, float[] b, float[] y, Scratch scratch) {
            call(x, w, b, y, (wideX, wideW, wideB, wideY) -> plan.forward(wideX, wideW, wideB, wideY, scratch));
        }

        @Override
        public void forward(float[] x, PreparedWeights w, float[] b, float[] y, Scratch scratch) {
            call(x, null, b, y, (wideX, none, wideB, wideY) -> plan.forward(wideX, w, wideB, wideY, scratch));
        }

        @Override
        public PreparedWeights prepare(float[] w) {
            return plan.prepare(widened(w));
        }

        @Override
        public void backwardData(float[] dy, float[] w, float[] dx, Scratch scratch) {
            call(dy, w, null, dx, (wideDy, wideW, none, wideDx) -> plan.backwardData(wideDy, wideW, wideDx, scratch));
        }

        @Override
        public void backwardWeights(float[] x, float[] dy, float[] dw, Scratch scratch) {
            call(
                    x,
                    dy,
                    null,
                    dw,
                    (wideX, wideDy, none, wideDw) -> plan.backwardWeights(wideX, wideDy, wideDw, scratch));
        }

        @Override
        public void backwardBias(float[] dy, float[] db, Scratch scratch) {
            call(dy, null, null, db, (wideDy, none, nothing, wideDb) -> plan.backwardBias(wideDy, wideDb, scratch));
        }
    }

    private record FloatPooling(Pooling plan) implements Pooling {
        @Override
        public PoolShape shape() {
            return plan.shape();
        }

        @Override
        public Precision precision() {
            return Precision.F32;
        }

        @Override
        public Scratch newScratch() {
            return plan.newScratch();
        }

        @Override
        public void forward(float[] x, float[] y, int[] argmax, Scratch scratch) {
            double[] wideX = widened(x);
            double[] wideY = widened(y);
            plan.forward(wideX, wideY, argmax, scratch);
            round(wideX, x);
            round(wideY, y);
        }

        @Override
        public void backward(float[] dy, int[] argmax, float[] dx, Scratch scratch) {
            double[] wideDy = widened(dy);
            double[] wideDx = widened(dx);
            plan.backward(wideDy, argmax, wideDx, scratch);
            round(wideDy, dy);
            round(wideDx, dx);
        }
    }
}
