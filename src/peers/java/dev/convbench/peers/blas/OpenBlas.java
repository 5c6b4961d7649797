package dev.convbench.peers.blas;

import dev.convbench.op.Precision;
import dev.convbench.peers.base.Library;
import dev.convbench.peers.base.Memory;
import dev.convbench.peers.base.NativeCalls;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/** OpenBLAS through JavaCPP's presets. */
final class OpenBlas implements MatrixProduct {
    /** Loads the library; gives its version. */
    static String load() throws IOException {
        Loader.load(openblas.class);
        return Library.mavenVersion("org.bytedeco", "openblas").replaceAll("-.*", "");
    }

    @Override
    public void oneThread() {
        NativeCalls.openBlasThreads(1);
    }

    @Override
    public DoubleBuffer f64(int elements) {
        return Memory.of(elements, Precision.F64).asDoubleBuffer();
    }

    @Override
    public FloatBuffer f32(int elements) {
        return Memory.of(elements, Precision.F32).asFloatBuffer();
    }

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
        openblas.cblas_dgemm(
                openblas.CblasRowMajor,
                openblas.CblasNoTrans,
                openblas.CblasNoTrans,
                m,
                n,
                k,
                1,
                new DoublePointer(a).position(aAt),
                k,
                new DoublePointer(b).position(bAt),
                ldb,
                1,
                new DoublePointer(c).position(cAt),
                ldc);
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
        openblas.cblas_sgemm(
                openblas.CblasRowMajor,
                openblas.CblasNoTrans,
                openblas.CblasNoTrans,
                m,
                n,
                k,
                1,
                new FloatPointer(a).position(aAt),
                k,
                new FloatPointer(b).position(bAt),
                ldb,
                1,
                new FloatPointer(c).position(cAt),
                ldc);
    }
}
