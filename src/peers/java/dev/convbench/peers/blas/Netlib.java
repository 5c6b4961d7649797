package dev.convbench.peers.blas;

import dev.convbench.peers.base.Library;
import dev.convbench.simd.VectorModule;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** netlib in pure Java, with the Vector API where there is one; works on Java arrays. */
final class Netlib implements MatrixProduct {
    private static final Logger LOG = Logger.getLogger("dev.ludovic.netlib");

    /** Apart, so that the class loads without the library. */
    private static final class Holder {
        static final JavaBLAS BLAS = JavaBLAS.getInstance();
    }

    /** Loads the library; gives its version. */
    static String load() throws IOException {
        // It tells on the log which implementation it takes; we ask it.
        LOG.setLevel(Level.WARNING);
        String kind = Holder.BLAS.getClass().getSimpleName();
        if (!kind.equals("VectorBLAS")) {
            throw new IllegalStateException("it would not use vectors (" + kind + "): add " + VectorModule.FLAG);
        }
        return Library.mavenVersion("dev.ludovic.netlib", "blas");
    }

    @Override
    public void oneThread() {
        // It knows no threads.
    }

    @Override
    public DoubleBuffer f64(int elements) {
        return DoubleBuffer.wrap(new double[elements]);
    }

    @Override
    public FloatBuffer f32(int elements) {
        return FloatBuffer.wrap(new float[elements]);
    }

    /** The library is column-major: it multiplies the transposed matrices in the other order. */
    @Override
    public void multiply(
            int m,
            int n,
            int k,
            DoubleBuffer a,
            int aAt,
            DoubleBuffer b,
            int bAt,
            int ldb,
            DoubleBuffer c,
            int cAt,
            int ldc) {
        Holder.BLAS.dgemm("N", "N", n, m, k, 1, b.array(), bAt, ldb, a.array(), aAt, k, 1, c.array(), cAt, ldc);
    }

    @Override
    public void multiply(
            int m,
            int n,
            int k,
            FloatBuffer a,
            int aAt,
            FloatBuffer b,
            int bAt,
            int ldb,
            FloatBuffer c,
            int cAt,
            int ldc) {
        Holder.BLAS.sgemm("N", "N", n, m, k, 1, b.array(), bAt, ldb, a.array(), aAt, k, 1, c.array(), cAt, ldc);
    }
}
