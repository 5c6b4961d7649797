package dev.convbench.op;

/**
 * Where cache lines begin in the buffers of a scratch. A vector of 64 bytes that lies across two lines costs two loads, and more where
 * they come from the second-level cache; a product on packed panels is a tenth to a seventh faster where none does.
 *
 * <p>Java does not tell where an array lies. But G1, the default collector, gives an array of more than half a region regions of its own,
 * so that its header of 16 bytes begins a line. Buffers of a quarter of a mebibyte and more are therefore made so large, which is enough for
 * heaps of up to 8 GiB or so, and what vectors read in them starts where a line would begin. Elsewhere nothing is lost but the room.
 */
public final class CacheLines {
    /** Elements of a line. */
    public static final int LINE_F64 = 64 / Double.BYTES;

    private static final int HEADER = 16 / Double.BYTES;

    /** Bytes from which on a buffer is worth the room. */
    private static final int WORTH_ROOM = 256 * 1024;

    /** Half of a region of 4 MiB. */
    private static final int HALF_REGION = 2 * 1024 * 1024;

    /** With more workers the buffers of all of them would take too much. */
    private static final int FEW_LANES = 8;

    private CacheLines() {}

    /** The first index from {@code at} on where a line begins, in an array that begins with one. */
    public static int align(int at) {
        return (at + HEADER + LINE_F64 - 1) / LINE_F64 * LINE_F64 - HEADER;
    }

    /** As {@link #room(int)}, of a buffer that each lane has. */
    static int room(int length, int lanes) {
        return lanes <= FEW_LANES ? room(length) : length;
    }

    /** The length of a buffer {@code double[]} that has to hold so many elements. */
    static int room(int length) {
        boolean little = (long) length * Double.BYTES < WORTH_ROOM;
        return little ? length : Math.max(length, HALF_REGION / Double.BYTES);
    }
}
