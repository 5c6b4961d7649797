package dev.convbench.strategy;

/** How work is cut into chunks: by the shape alone, so that results do not depend on the number of workers. */
public final class Split {
    /** Chunks that a pass should have at least: with 16, eight workers lose at most one chunk in three to the last round. */
    private static final int ENOUGH = 16;

    /** Operations that a chunk should have at least: about ten microseconds, ten times what handing it over costs. */
    private static final double WORTHWHILE = 1 << 15;

    private Split() {}

    /**
     * Into how many blocks to divide {@code units} if there are {@code outer} independent problems already.
     *
     * @param outer chunks that exist without dividing, at least 1
     * @param units what can be divided
     * @param least fewest units worth a block of their own
     */
    public static int blocks(int outer, int units, int least) {
        int wanted = (ENOUGH - 1) / outer + 1;
        return Math.max(1, Math.min(wanted, units / least));
    }

    /** First unit of a block when {@code units} are divided evenly; of block {@code blocks}, behind the last unit. */
    public static int start(int block, int blocks, int units) {
        return (int) ((long) block * units / blocks);
    }

    /**
     * Into how many blocks to divide many small equal items so that each block is worth handing over.
     *
     * @param items how many there are
     * @param operations cost of one
     */
    public static int blocksOfItems(int items, double operations) {
        double perBlock = Math.max(1, Math.ceil(WORTHWHILE / Math.max(1, operations)));
        return (int) Math.max(1, items / perBlock);
    }
}
