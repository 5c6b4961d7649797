package dev.convbench.run;

import dev.convbench.results.Json;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.history.History;
import dev.convbench.results.history.HistoryPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Adds to a folder of history. Lines that are there stay as they are; a file is replaced as a whole, never half written. */
public final class HistoryFile {
    private HistoryFile() {}

    /**
     * Adds points of one kind of machine.
     *
     * @param folder is made if it is missing
     * @param points of the same machine class, at least one
     * @return the file
     * @throws UsageException if a run of theirs is there already, or the file cannot be written
     * @throws UnreadableRunException if the file is damaged; it stays as it is
     */
    public static Path add(Path folder, List<HistoryPoint> points) throws UnreadableRunException {
        Path file = History.file(folder, points.get(0).machineClass());
        try {
            Files.createDirectories(folder);
            String before = Files.exists(file) ? Files.readString(file) : "";
            refuseTwice(file, points);
            String lines = points.stream().map(point -> Json.line(point) + "\n").collect(Collectors.joining());
            Disk.replace(file, before + (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + lines);
            return file;
        } catch (IOException e) {
            throw new UsageException("cannot write " + file + ": " + Disk.reason(e), e);
        }
    }

    private static void refuseTwice(Path file, List<HistoryPoint> points) throws UnreadableRunException {
        if (!Files.exists(file)) {
            return;
        }
        Set<String> known =
                History.points(file).stream().map(HistoryFile::identity).collect(Collectors.toCollection(TreeSet::new));
        for (HistoryPoint point : points) {
            if (known.contains(identity(point))) {
                throw new UsageException("the run of " + point.date() + " is in " + file + " already");
            }
        }
    }

    private static String identity(HistoryPoint point) {
        return point.run() + " " + point.series();
    }
}
