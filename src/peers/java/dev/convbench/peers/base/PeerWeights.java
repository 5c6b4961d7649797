package dev.convbench.peers.base;

import dev.convbench.op.PreparedWeights;

/** Weights that a library may lay out once: a copy, laid out by the first call of each scratch. */
final class PeerWeights implements PreparedWeights {
    final Object plan;
    final Values values;

    PeerWeights(Object plan, Values values) {
        this.plan = plan;
        this.values = values;
    }

    @Override
    public long bytes() {
        return (long) values.length() * values.precision().bytes();
    }
}
