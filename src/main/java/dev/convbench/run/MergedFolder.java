package dev.convbench.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convbench.results.Fork;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import dev.convbench.results.RunReader;
import java.io.IOException;
import java.nio.file.Path;

/** Puts a merged run on disk. */
public final class MergedFolder {
    private MergedFolder() {}

    /**
     * Writes the folder. Its {@code run.json} comes last: a folder without one is no run folder.
     *
     * @throws UsageException if it exists already and is not empty, or cannot be made
     */
    public static void write(Path path, RunMerge merge, Run run) {
        try {
            RunFolder.make(path);
            Disk.replace(path.resolve(RunReader.FORKS_FILE), lines(merge, run));
            Disk.replace(path.resolve(RunReader.JMH_FILE), Json.pretty(ForkMerger.merge(run)));
            Disk.replace(path.resolve(RunReader.RUN_FILE), Json.pretty(run.document()));
        } catch (IOException e) {
            throw new UsageException("cannot write the run folder " + path + ": " + Disk.reason(e), e);
        }
    }

    private static String lines(RunMerge merge, Run run) {
        StringBuilder lines = new StringBuilder();
        for (Fork fork : run.forks()) {
            for (ObjectNode iteration : merge.iterations(fork.fork())) {
                lines.append(Json.line(iteration)).append('\n');
            }
            lines.append(Json.line(fork)).append('\n');
        }
        return lines.toString();
    }
}
