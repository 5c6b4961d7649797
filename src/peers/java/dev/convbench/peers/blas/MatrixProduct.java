package dev.convbench.peers.blas;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/** A library's matrix product, row-major, on the memory that the library wants. */
interface MatrixProduct {
    /** The library is told that each call comes from one thread and shall use no other. */
    void oneThread();

    /** Memory for a matrix of double: direct, or over a Java array. */
    DoubleBuffer f64(int elements);

    /** Memory for a matrix of float. */
    FloatBuffer f32(int elements);

    /** C += A·B with A (m, k), B (k, n) and rows of C at a distance of ldc; each matrix begins at an element. */
    void multiply(
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
            int ldc);

    /** As above in float. */
    void multiply(
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
            int ldc);
}
