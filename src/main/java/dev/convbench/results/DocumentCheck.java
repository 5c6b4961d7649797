package dev.convbench.results;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What a {@link RunDocument} must hold for everything that reads it, beyond being JSON of that form. */
final class DocumentCheck {
    private DocumentCheck() {}

    /**
     * Looks at a document from a file.
     *
     * @throws UnreadableRunException with the first thing that is missing
     */
    static RunDocument require(RunDocument document, Path file) throws UnreadableRunException {
        if (document == null) {
            throw damaged(file, "it is empty");
        }
        requireThere(document.state(), file, "state");
        requireThere(document.started(), file, "started");
        List<Configuration> configurations = document.configurations();
        for (int k = 0; k < configurations.size(); k++) {
            Configuration configuration = configurations.get(k);
            String where = "configurations[" + k + "].";
            if (configuration.id() != k) {
                throw damaged(file, where + "id is " + configuration.id() + ", must be " + k);
            }
            requireThere(configuration.benchmark(), file, where + "benchmark");
            requireThere(configuration.mode(), file, where + "mode");
            if (configuration.params().values().stream().anyMatch(Objects::isNull)) {
                throw damaged(file, where + "params has a null");
            }
            requireThere(configuration.work(), file, where + "work");
            requireThere(configuration.work().family(), file, where + "work.family");
            requireThere(configuration.work().operation(), file, where + "work.operation");
            requireOfFamily(configuration.work(), file, where + "work.");
        }
        for (Skipped skipped : document.skipped()) {
            requireThere(skipped.what(), file, "what of something skipped");
            requireThere(skipped.reason(), file, "reason of something skipped");
        }
        return document;
    }

    private static void requireOfFamily(Work work, Path file, String where) throws UnreadableRunException {
        boolean operation = work.family() == Family.CONV || work.family() == Family.POOL;
        if (operation || work.family() == Family.PEAK) {
            requireThere(work.precision(), file, where + "precision");
        }
        if (operation) {
            requireThere(work.strategy(), file, where + "strategy");
            requireThere(work.shape(), file, where + "shape");
            requireThere(work.descriptor(), file, where + "descriptor");
        }
    }

    private static void requireThere(Object value, Path file, String name) throws UnreadableRunException {
        if (value == null) {
            throw damaged(file, name + " is missing");
        }
    }

    private static UnreadableRunException damaged(Path file, String what) {
        return new UnreadableRunException(file + " is damaged: " + what);
    }
}
