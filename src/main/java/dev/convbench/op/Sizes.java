package dev.convbench.op;

/** Size arithmetic shared by the shapes; every overflow becomes a message that names the field. */
final class Sizes {
    /** The largest array length that every JVM gives. */
    static final int MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

    /** Padded heights and widths stay below this, so that kernels may add two of them in an int. */
    static final int MAX_EXTENT = 1 << 30;

    private Sizes() {}

    static void atLeast(int least, int value, String field) {
        if (value < least) {
            throw new IllegalArgumentException(field + " is " + value + ", must be at least " + least);
        }
    }

    /** Extent of a dilated kernel: dilation·(k − 1) + 1. */
    static long dilated(int kernel, int dilation) {
        return (long) dilation * (kernel - 1) + 1;
    }

    /**
     * Output size floor((in + padBegin + padEnd − dilation·(k−1) − 1) / stride) + 1.
     *
     * @throws IllegalArgumentException if the kernel does not fit into the padded input
     */
    static int output(int in, int padBegin, int padEnd, int kernel, int dilation, int stride, String field) {
        long room = slack(in, padBegin, padEnd, kernel, dilation, field);
        return narrow(room / stride + 1, field);
    }

    /** As {@link #output} but rounding up; the last window must start inside the input or its begin padding. */
    static int outputCeil(int in, int padBegin, int padEnd, int kernel, int dilation, int stride, String field) {
        long room = slack(in, padBegin, padEnd, kernel, dilation, field);
        long rounded = (room + stride - 1) / stride + 1;
        long starts = ((long) in + padBegin - 1) / stride + 1;
        return narrow(Math.min(rounded, starts), field);
    }

    private static long slack(int in, int padBegin, int padEnd, int kernel, int dilation, String field) {
        long padded = (long) in + padBegin + padEnd;
        long extent = dilated(kernel, dilation);
        if (padded > MAX_EXTENT) {
            throw new IllegalArgumentException("i" + field + " with its padding spans " + padded + ", more than the "
                    + MAX_EXTENT + " that kernels index");
        }
        if (extent > padded) {
            throw new IllegalArgumentException("k" + field + " is " + kernel + ": with dilation " + dilation
                    + " the kernel spans " + extent + " but the padded input only " + padded);
        }
        return padded - extent;
    }

    private static int narrow(long size, String field) {
        if (size > MAX_ARRAY_LENGTH) {
            throw new IllegalArgumentException("o" + field + " would be " + size + ", more than an array can hold");
        }
        return (int) size;
    }

    /**
     * Number of elements of a tensor.
     *
     * @throws IllegalArgumentException if no Java array can hold it
     */
    static int elements(String tensor, String formula, int... extents) {
        long count = 1;
        for (int extent : extents) {
            count = Math.multiplyHigh(count, extent) == 0 ? count * extent : Long.MAX_VALUE;
            if (count < 0 || count > MAX_ARRAY_LENGTH) {
                throw new IllegalArgumentException(tensor + " needs " + formula + " = " + exactProduct(extents)
                        + " elements, more than one Java array can hold (" + MAX_ARRAY_LENGTH + ")");
            }
        }
        return (int) count;
    }

    private static String exactProduct(int[] extents) {
        java.math.BigInteger product = java.math.BigInteger.ONE;
        for (int extent : extents) {
            product = product.multiply(java.math.BigInteger.valueOf(extent));
        }
        return product.toString();
    }

    /** How many (output, tap) pairs along one axis read a pixel rather than padding. */
    static long realTaps(int in, int out, int kernel, int stride, int dilation, int padBegin) {
        long taps = 0;
        for (int k = 0; k < kernel; k++) {
            // Output o reads pixel o·stride − padBegin + k·dilation; count the o for which that lies in [0, in).
            long shift = (long) k * dilation - padBegin;
            long first = Math.max(0, Math.floorDiv(-shift + stride - 1, stride));
            long last = Math.min(out - 1L, Math.floorDiv(in - 1 - shift, stride));
            taps += Math.max(0, last - first + 1);
        }
        return taps;
    }
}
