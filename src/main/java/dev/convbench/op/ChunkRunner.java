package dev.convbench.op;

/** Who carries out the chunks of a phase. */
public interface ChunkRunner {
    /** The chunks of one phase, as a runner sees them. */
    interface Chunks {
        /**
         * Carries out one chunk.
         *
         * @param chunk from 0
         * @param lane the lane of the calling worker
         */
        void run(int chunk, int lane);
    }

    /** Runs the chunks in order on the calling thread, in lane 0. */
    ChunkRunner SERIAL = new ChunkRunner() {
        @Override
        public int lanes() {
            return 1;
        }

        @Override
        public void run(Chunks chunks, int count, double work) {
            for (int chunk = 0; chunk < count; chunk++) {
                chunks.run(chunk, 0);
            }
        }
    };

    /** How many chunks can be under way at once. */
    int lanes();

    /**
     * Returns when all chunks are done.
     *
     * @param chunks what to run
     * @param count how many chunks
     * @param work rough cost of all of them in floating point operations, so that small work can stay on the caller
     * @throws RuntimeException whatever a chunk throws
     */
    void run(Chunks chunks, int count, double work);
}
