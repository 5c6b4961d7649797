package dev.convbench.op;

/**
 * Where the maxima stand, numbered as ONNX's MaxPool numbers its output {@code Indices}: by the whole tensor (mb, c, ih, iw) rather
 * than by the plane, and within a plane by rows ({@code storage_order} 0) or by columns (1).
 */
public final class OnnxIndices {
    private OnnxIndices() {}

    /**
     * ONNX's numbers from ours.
     *
     * @param argmax as {@link Pooling#forward(double[], double[], int[], Scratch)} writes it
     * @param columnMajor {@code storage_order} 1
     * @return new array; −1 stays −1, for which ONNX has no number
     * @throws IllegalArgumentException if the array is not one of the shape
     */
    public static long[] of(int[] argmax, PoolShape shape, boolean columnMajor) {
        Arguments.length(argmax, shape.yLength(), "argmax", shape);
        long[] indices = new long[argmax.length];
        int outputPlane = shape.oh() * shape.ow();
        long inputPlane = (long) shape.ih() * shape.iw();
        for (int k = 0; k < indices.length; k++) {
            int at = argmax[k];
            int within = columnMajor && at >= 0 ? at % shape.iw() * shape.ih() + at / shape.iw() : at;
            indices[k] = at < 0 ? -1 : k / outputPlane * inputPlane + within;
        }
        return indices;
    }

    /**
     * Our numbers from ONNX's.
     *
     * @param indices as ONNX numbers them
     * @param columnMajor {@code storage_order} 1
     * @return new array, as {@link Pooling#backward(double[], int[], double[], Scratch)} reads it
     * @throws IllegalArgumentException if the array is not one of the shape, or an index lies outside the plane of its channel
     */
    public static int[] toArgmax(long[] indices, PoolShape shape, boolean columnMajor) {
        if (indices.length != shape.yLength()) {
            throw new IllegalArgumentException(
                    "indices has " + indices.length + " elements, " + shape + " needs " + shape.yLength());
        }
        int[] argmax = new int[indices.length];
        int outputPlane = shape.oh() * shape.ow();
        long inputPlane = (long) shape.ih() * shape.iw();
        for (int k = 0; k < argmax.length; k++) {
            long within = indices[k] - k / outputPlane * inputPlane;
            if (indices[k] != -1 && (within < 0 || within >= inputPlane)) {
                throw new IllegalArgumentException(
                        "indices[" + k + "] is " + indices[k] + ": outside the plane of its channel");
            }
            int at = (int) within;
            argmax[k] = indices[k] == -1 ? -1 : columnMajor ? at % shape.ih() * shape.iw() + at / shape.ih() : at;
        }
        return argmax;
    }
}
