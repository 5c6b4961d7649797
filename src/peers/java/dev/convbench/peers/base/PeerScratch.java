package dev.convbench.peers.base;

import dev.convbench.op.Pass;
import dev.convbench.op.Scratch;
import java.lang.ref.Cleaner;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Scratch of a peer's plan: its computations, one for each pass that was called. */
final class PeerScratch extends Scratch {
    private static final Cleaner CLEANER = Cleaner.create();

    /**
     * What a computation is made for.
     *
     * @param pass the pass
     * @param bias whether it adds a bias
     * @param prepared the prepared weights, compared by identity; null if they come with each call
     */
    record Key(Pass pass, boolean bias, PeerWeights prepared) {}

    /** Apart from the scratch, so that it can be closed when the scratch is gone. */
    private static final class Computations implements Runnable {
        final Map<Key, Computation> all = new HashMap<>();

        @Override
        public void run() {
            all.values().forEach(Computation::close);
        }
    }

    private final Computations computations = new Computations();
    private Computation last;
    private Thread boundThread;
    private boolean readable;

    PeerScratch(Object plan) {
        super(plan);
        CLEANER.register(this, computations);
    }

    Computation computation(Key key, Supplier<Computation> maker) {
        Computation found = computations.all.get(key);
        boolean isNew = found == null;
        if (isNew) {
            found = maker.get();
            computations.all.put(key, found);
        }
        bind(found, isNew);
        return found;
    }

    /** Numbers of threads belong to the calling thread in some libraries. */
    private void bind(Computation computation, boolean isNew) {
        if (isNew || boundThread != Thread.currentThread()) {
            computation.bind();
            boundThread = Thread.currentThread();
        }
    }

    void compute(Computation computation) {
        last = computation;
        readable = false;
        computation.run();
        readable = true;
    }

    void repeat() {
        if (last == null) {
            throw new IllegalStateException("nothing was computed with this scratch: there is nothing to repeat");
        }
        readable = false;
        bind(last, false);
        last.run();
        readable = true;
    }

    void read(Values out) {
        if (!readable) {
            throw new IllegalStateException("there is no result to read: compute it first");
        }
        last.store(out);
    }

    void spoil() {
        if (last != null) {
            last.spoil();
        }
        readable = false;
    }
}
